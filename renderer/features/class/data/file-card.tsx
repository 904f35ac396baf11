/** One file: what it was understood as, and bringing it in. Nothing of it is stored before. */
import { Button, CloseButton, NativeSelect, Skeleton } from '@mantine/core';
import { IconCircleCheck, IconFileSpreadsheet, IconMovie } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { SessionImportReply } from '../../../../contract/sessions.ts';
import { type SessionImportKind, importSessionFile } from '../../../api/class-session.ts';
import { ApiFailure, failureOf } from '../../../api/client.ts';
import { keys } from '../../../api/keys.ts';
import { classPath, paths } from '../../../app/paths.ts';
import { type Translate, useLanguage } from '../../../i18n/language.tsx';
import { FailureText } from '../../../ui/failure-text.tsx';
import { useNotify } from '../../../ui/notify.tsx';
import classes from './data.module.css';
import { sheetKinds } from './sheet-examples.ts';
import { isRecording, rejectedCount, sizeText } from './sheet-fields.ts';
import { RejectedRows, SheetPreview } from './sheet-preview.tsx';

/** As the core's limit: what is larger need not be sent to be refused. */
const mostBytes = 20_000_000;

type Props = { sessionId: string; file: File; number: number; onRemove: () => void };

export function FileCard(props: Props) {
  const { file, onRemove } = props;
  const { t, language } = useLanguage();
  const headingId = useId();
  const bring = useBringIn(props);
  return (
    <section className={classes.card} aria-labelledby={headingId}>
      <header className={classes.cardHead}>
        <IconFileSpreadsheet size="1.25rem" stroke={1.5} aria-hidden="true" />
        <h2 id={headingId}>{file.name}</h2>
        <span className={classes.size}>{sizeText(file.size, language)}</span>
        <CloseButton
          aria-label={t('sheet.remove', { name: file.name })}
          disabled={bring.isPending}
          onClick={onRemove}
        />
      </header>
      {isRecording(file) ? (
        <p className={classes.recording}>
          <IconMovie size="1.125rem" stroke={1.5} aria-hidden="true" />
          <span>
            {t('sheet.is_recording')} <Link href={paths.library}>{t('nav.to_library')}</Link>
          </span>
        </p>
      ) : (
        <Sheet {...props} bring={bring} />
      )}
    </section>
  );
}

/** The card says how it went; when the tab has been left meanwhile, a notice does. */
function useBringIn({ sessionId, file }: Props) {
  const { t } = useLanguage();
  const { notify, notifyFailure } = useNotify();
  const cache = useQueryClient();
  const isShown = useRef(false);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  return useMutation({
    mutationFn: (understood: SessionImportKind) =>
      importSessionFile(sessionId, file, { kind: understood, isPreview: false }),
    onSuccess: (reply) => {
      if (!isShown.current) notify({ text: outcome(reply, t).join(' ') });
      // Not waited for: the card would go on saying that the file is being brought in.
      void cache.invalidateQueries({ queryKey: keys.classSession(sessionId) });
    },
    onError: (error) => {
      if (!isShown.current) notifyFailure(error);
    },
  });
}

function Sheet({ sessionId, file, number, bring }: Props & { bring: ReturnType<typeof useBringIn> }) {
  const { t } = useLanguage();
  /** undefined: as its columns look. */
  const [kind, setKind] = useState<SessionImportKind>();
  const preview = useQuery({
    queryKey: keys.sheetPreview(sessionId, number, kind ?? 'any'),
    queryFn: ({ signal }) => {
      if (file.size > mostBytes) throw new ApiFailure('payload_too_large');
      return importSessionFile(sessionId, file, { kind, isPreview: true, signal });
    },
    staleTime: Infinity,
    gcTime: 0,
  });
  const { data: understood, error } = preview;
  if (bring.data !== undefined) return <Done sessionId={sessionId} reply={bring.data} />;
  return (
    <div className={classes.sheet} aria-busy={preview.isFetching}>
      <NativeSelect
        size="sm"
        className={classes.kind ?? ''}
        label={t('sheet.kind')}
        value={kind ?? understood?.kind ?? ''}
        data={[
          ...(kind === undefined && understood === undefined
            ? [{ value: '', label: t('sheet.kind_unknown') }]
            : []),
          ...sheetKinds.map((one) => ({ value: one, label: t(`sheet.kind_${one}`) })),
        ]}
        onChange={(event) => {
          const { value } = event.currentTarget;
          setKind(sheetKinds.find((one) => one === value));
        }}
      />
      <p className={classes.rows} role="status">
        {understood !== undefined && t('sheet.rows', { count: understood.rows })}
      </p>
      {preview.isPending && (
        <div role="status" aria-label={t('common.loading')}>
          <Skeleton height="7rem" radius="md" />
        </div>
      )}
      {error !== null && (
        <>
          <FailureText failure={error} onRetry={() => void preview.refetch()} />
          {failureOf(error).code === 'import_unreadable' && (
            <p className={classes.hint}>
              {t(kind === undefined ? 'sheet.unreadable_any' : 'sheet.unreadable_kind')}
            </p>
          )}
        </>
      )}
      {understood !== undefined && (
        <>
          <SheetPreview understood={understood} />
          {bring.error !== null && (
            <FailureText failure={bring.error} onRetry={() => bring.mutate(understood.kind)} />
          )}
          <BringIn understood={understood} isBringing={bring.isPending} onBring={bring.mutate} />
        </>
      )}
    </div>
  );
}

function BringIn(props: {
  understood: SessionImportReply;
  isBringing: boolean;
  onBring: (kind: SessionImportKind) => void;
}) {
  const { understood, isBringing, onBring } = props;
  const { t } = useLanguage();
  const { count, isMore } = rejectedCount(understood);
  const usable = understood.rows - count;
  if (usable === 0) return <p className={classes.hint}>{t('sheet.nothing_usable')}</p>;
  return (
    <div className={classes.bring}>
      <p className={classes.hint} role="status">
        {t(isBringing ? 'sheet.bringing' : 'sheet.not_yet')}
      </p>
      <Button disabled={isBringing} onClick={() => onBring(understood.kind)}>
        {isMore ? t('sheet.bring_some') : t('sheet.bring', { count: usable })}
      </Button>
    </div>
  );
}

function Done({ sessionId, reply }: { sessionId: string; reply: SessionImportReply }) {
  const { t } = useLanguage();
  const [accepted, ...others] = outcome(reply, t);
  return (
    <div className={classes.sheet}>
      <div className={classes.done} role="status">
        <IconCircleCheck size="1.25rem" stroke={1.5} aria-hidden="true" />
        <p>
          <b>{accepted}</b> {others.join(' ')}
        </p>
        <Link href={classPath(sessionId)}>{t('sheet.see')}</Link>
      </div>
      <RejectedRows reply={reply} />
    </div>
  );
}

/** What became of the rows, a sentence each. */
function outcome({ kind, rows, accepted, duplicates }: SessionImportReply, t: Translate): string[] {
  const lost = rows - accepted - duplicates;
  return [
    t('sheet.accepted', { kind: t(`sheet.kind_${kind}`), count: accepted }),
    ...(duplicates > 0 ? [t('sheet.duplicates', { count: duplicates })] : []),
    ...(lost > 0 ? [t('sheet.lost', { count: lost })] : []),
  ];
}
