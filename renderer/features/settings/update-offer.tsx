/** What an update file holds, and whether to take it. */
import { Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DesktopBridge } from '../../../contract/ipc.ts';
import type { UpdateOffer } from '../../../contract/updates.ts';
import { answerOf } from '../../api/desktop.ts';
import { updatesKey } from '../../api/updates.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { megabytesText, momentDateText } from '../../ui/format.ts';
import classes from './updates-section.module.css';

/** @param props.offer undefined: nothing is asked */
export function UpdateOfferModal(props: {
  shell: DesktopBridge;
  offer: UpdateOffer | undefined;
  onClose: () => void;
}) {
  const { shell, offer, onClose } = props;
  const { t, language } = useLanguage();
  const cache = useQueryClient();
  const take = useMutation({
    mutationFn: (fileId: string) => answerOf(shell.invoke('updates.stage', { file_id: fileId })),
    onSuccess: (state) => {
      cache.setQueryData(updatesKey, state);
      onClose();
    },
  });
  return (
    <Modal
      opened={offer !== undefined}
      onClose={onClose}
      title={t('updates.offer', { version: offer?.version ?? '' })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {offer !== undefined && (
        <>
          <p className={classes.detail}>
            {[
              offer.name,
              momentDateText(offer.created_at, language),
              megabytesText(offer.size_bytes / 1e6),
            ].join(' · ')}
          </p>
          {offer.notes[language] !== '' && <p className={classes.notes}>{offer.notes[language]}</p>}
          {offer.was_given_up !== null && (
            <p className={classes.bad}>
              {t('updates.offer_again')} {t(`updates.reason_${offer.was_given_up}`)}
            </p>
          )}
          <p>{t('updates.offer_hint')}</p>
          {take.error !== null && <FailureText failure={take.error} />}
          <div className={classes.actions}>
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button loading={take.isPending} onClick={() => take.mutate(offer.file_id)}>
              {t('updates.take')}
            </Button>
          </div>
        </>
      )}
    </Modal>
  );
}
