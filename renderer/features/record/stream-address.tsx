/** Address of a stream: typed, explained, and kept under a name for the next time. */
import { Button, TextInput } from '@mantine/core';
import { IconBookmarkPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { keys } from '../../api/keys.ts';
import { saveSource } from '../../api/recording.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { useNotify } from '../../ui/notify.tsx';
import { addressVerdict } from './source-address.ts';
import classes from './stream-address.module.css';

const examples = [
  { kind: 'RTMP', address: 'rtmp://192.168.0.20/live/classroom' },
  { kind: 'RTSP', address: 'rtsp://192.168.0.30/stream1' },
  { kind: 'SRT', address: 'srt://192.168.0.20:9000' },
  { kind: 'HTTP', address: 'https://school.kr/live.m3u8' },
] as const;

export function StreamAddress(props: {
  address: string;
  onType: (address: string) => void;
  onSaved: (sourceId: string) => void;
}) {
  const { address, onType, onSaved } = props;
  const { t } = useLanguage();
  const [isNaming, setIsNaming] = useState(false);
  const verdict = addressVerdict(address);
  return (
    <div className={classes.stream}>
      <TextInput
        label={t('record.stream_url')}
        value={address}
        maxLength={2048}
        autoComplete="off"
        spellCheck={false}
        placeholder={examples[0].address}
        data-stream-address
        description={verdict === 'unfinished' ? t('record.address_unfinished') : undefined}
        error={verdict === 'unknown_kind' ? t('record.address_unknown') : undefined}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        onChange={(event) => onType(event.currentTarget.value)}
      />
      <div className={classes.row}>
        <details className={classes.help}>
          <summary>{t('record.address_help')}</summary>
          <dl>
            {examples.map(({ kind, address: example }) => (
              <div key={kind}>
                <dt>{kind}</dt>
                <dd>
                  {t(`record.help_${kind}`)}
                  <code>{example}</code>
                </dd>
              </div>
            ))}
          </dl>
        </details>
        {verdict === 'fine' && !isNaming && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconBookmarkPlus size="1rem" stroke={1.5} aria-hidden="true" />}
            onClick={() => setIsNaming(true)}
          >
            {t('record.keep_address')}
          </Button>
        )}
      </div>
      {isNaming && verdict === 'fine' && (
        <SaveForm
          address={address.trim()}
          onClose={() => setIsNaming(false)}
          onSaved={(id) => {
            setIsNaming(false);
            onSaved(id);
          }}
        />
      )}
    </div>
  );
}

function SaveForm(props: { address: string; onClose: () => void; onSaved: (sourceId: string) => void }) {
  const { address, onClose, onSaved } = props;
  const { t } = useLanguage();
  const { notify } = useNotify();
  const cache = useQueryClient();
  const [name, setName] = useState('');
  const save = useMutation({
    mutationFn: () => saveSource({ name: name.trim(), stream_url: address }),
    onSuccess: async ({ source_id: id, name: saved }) => {
      await cache.invalidateQueries({ queryKey: keys.savedSources });
      notify({ text: t('record.address_kept', { name: saved }) });
      onSaved(id);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') save.mutate();
  };
  return (
    <form className={classes.save} onSubmit={submit}>
      <TextInput
        label={t('record.address_name')}
        placeholder={t('record.address_name_example')}
        value={name}
        maxLength={200}
        autoComplete="off"
        ref={focusAtOnce}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {save.error !== null && <FailureText failure={save.error} />}
      <div className={classes.actions}>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button size="compact-sm" type="submit" disabled={name.trim() === ''} loading={save.isPending}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}

function focusAtOnce(input: HTMLInputElement | null): void {
  input?.focus();
}
