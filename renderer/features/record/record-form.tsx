import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { ProbeReply } from '../../../contract/recording.ts';
import { probeStream, startRecording } from '../../api/calls.ts';
import { type ApiFailure, failureOf } from '../../api/client.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { ProbeResult } from './probe-result.tsx';
import { newSessionId } from './session-id.ts';

const fields = ['title', 'class_name', 'subject', 'teacher_name'] as const;
type Field = (typeof fields)[number];
const labels = {
  title: 'record.lesson_title',
  class_name: 'record.class',
  subject: 'record.subject',
  teacher_name: 'record.teacher',
} as const;

/** What rarely changes from lesson to lesson is filled in with what was used last. */
const remembered = ['stream_url', 'class_name', 'subject', 'teacher_name'] as const;
const storageKey = (name: string) => `airclass.record.${name}`;
const lastUsed = (name: string) => localStorage.getItem(storageKey(name)) ?? '';

/** Addresses may hold a password or a stream key, which must not stay in the browser. */
function isSafeToRemember(name: string, value: string): boolean {
  return name !== 'stream_url' || !/@|[?&]|^rtmp/i.test(value);
}

export function RecordForm({ onStarted }: { onStarted: () => void }) {
  const { t } = useLanguage();
  const [isStarting, setIsStarting] = useState(false);
  const [failure, setFailure] = useState<ApiFailure>();
  const [isProbing, setIsProbing] = useState(false);
  const [probed, setProbed] = useState<ProbeReply>();
  const address = useRef<HTMLInputElement>(null);
  /** A probe whose answer is still wanted. */
  const probing = useRef<AbortController>(undefined);
  useEffect(() => () => probing.current?.abort(), []);

  const forgetProbe = () => {
    probing.current?.abort();
    setIsProbing(false);
    setProbed(undefined);
  };
  const probe = async () => {
    if (address.current?.reportValidity() !== true) return;
    forgetProbe();
    setFailure(undefined);
    setIsProbing(true);
    const asking = new AbortController();
    probing.current = asking;
    try {
      setProbed(await probeStream(address.current.value.trim(), asking.signal));
      setIsProbing(false);
    } catch (error) {
      if (asking.signal.aborted) return;
      setFailure(failureOf(error));
      setIsProbing(false);
    }
  };

  const submit = async (form: FormData) => {
    const text = (name: string) => {
      const value = form.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    forgetProbe();
    setIsStarting(true);
    setFailure(undefined);
    try {
      const lesson: Partial<Record<Field, string>> = {};
      for (const name of fields) if (text(name) !== '') lesson[name] = text(name);
      await startRecording({
        session_id: newSessionId(new Date()),
        stream_url: text('stream_url'),
        ...lesson,
      });
      for (const name of remembered) {
        if (isSafeToRemember(name, text(name))) localStorage.setItem(storageKey(name), text(name));
        else localStorage.removeItem(storageKey(name));
      }
      onStarted();
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setIsStarting(false);
    }
  };

  return (
    <form
      className="panel record-form"
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
    >
      <div>
        <h1>{t('record.title')}</h1>
        <p className="faint">{t('record.intro')}</p>
      </div>
      <label>
        <span>{t('record.stream_url')}</span>
        <input
          ref={address}
          name="stream_url"
          required
          maxLength={2048}
          defaultValue={lastUsed('stream_url')}
          placeholder="rtmp://192.168.0.20/live/classroom"
          autoComplete="off"
          spellCheck={false}
          aria-describedby="stream-hint"
          onChange={forgetProbe}
        />
        <small id="stream-hint" className="faint">
          {t('record.stream_hint')}
        </small>
      </label>
      <div className="fields">
        {fields.map((name) => (
          <label key={name} className={name}>
            <span>{t(labels[name])}</span>
            <input
              name={name}
              maxLength={200}
              autoComplete="off"
              defaultValue={name === 'title' ? '' : lastUsed(name)}
            />
          </label>
        ))}
      </div>
      {failure !== undefined && <FailureText failure={failure} />}
      {probed !== undefined && <ProbeResult probe={probed} />}
      <div className="actions">
        <button type="submit" className="button record-start" disabled={isStarting}>
          <span className="dot" aria-hidden="true" />
          {t(isStarting ? 'record.starting' : 'record.start')}
        </button>
        <button
          type="button"
          className="quiet"
          disabled={isStarting || isProbing}
          onClick={() => void probe()}
        >
          {t(isProbing ? 'record.probing' : 'record.probe')}
        </button>
      </div>
    </form>
  );
}
