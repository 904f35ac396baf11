/** What is kept and where, that nothing leaves, and the data of one pupil: to take along or to erase. */
import { Button, Modal, TextInput } from '@mantine/core';
import { IconDownload, IconUserSearch } from '@tabler/icons-react';
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { keys } from '../../api/keys.ts';
import { type StudentData, eraseStudent, studentData, studentDataUrl } from '../../api/system.ts';
import { systemQuery } from '../../api/system-query.ts';
import { paths } from '../../app/paths.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { FactList } from './fact-list.tsx';
import classes from './privacy-section.module.css';
import { SettingGroup } from './setting-row.tsx';
import { useSetting } from './use-setting.ts';

export function PrivacySection() {
  const { t } = useLanguage();
  const system = useQuery(systemQuery);
  const isInBucket = useSetting('backup.place').value.startsWith('s3:');
  return (
    <>
      <SettingGroup title={t('privacy.title')}>
        <FactList
          facts={[
            [t('privacy.leaves'), t(isInBucket ? 'privacy.leaves_bucket' : 'privacy.leaves_nothing')],
            [
              t('privacy.where'),
              system.data === undefined ? '…' : <code key="where">{system.data.data_dir}</code>,
            ],
            [t('privacy.lessons'), t('privacy.lessons_kept')],
            [t('privacy.pupils'), t('privacy.pupils_kept')],
            [t('privacy.addresses'), t('privacy.addresses_kept')],
            [t('privacy.analysis'), t('privacy.analysis_here')],
            [t('privacy.camera'), <CameraWords key="camera" />],
            [t('privacy.faces'), t('privacy.faces_none')],
          ]}
        />
      </SettingGroup>
      <SettingGroup title={t('privacy.student')} hint={t('privacy.student_hint')}>
        <StudentDataForm />
      </SettingGroup>
    </>
  );
}

/** Whether pictures of people are looked at, and where that is decided. */
function CameraWords() {
  const { t } = useLanguage();
  const { value: isOn } = useSetting('analysis.camera_signals');
  return (
    <>
      {t(isOn ? 'privacy.camera_on' : 'privacy.camera_off')}{' '}
      <Link href={`${paths.settings}/analysis`}>{t('analysis.to_settings')}</Link>
    </>
  );
}

const counted = [
  'sessions',
  'chat',
  'chat_readings',
  'quiz_responses',
  'attendance',
  'screenshots',
  'notes',
] as const;

/** Where a pupil is named: what is held of it still says what was erased. */
const naming = [keys.everyClassSession, keys.everyLesson, keys.everySearch];

function forgetPupils(cache: QueryClient): void {
  for (const queryKey of naming) {
    cache.removeQueries({ queryKey, type: 'inactive' });
    // What is shown just now stays until the answer is there.
    void cache.invalidateQueries({ queryKey });
  }
}

function StudentDataForm() {
  const { t } = useLanguage();
  const cache = useQueryClient();
  const [id, setId] = useState('');
  const [isSure, setIsSure] = useState(false);
  const find = useMutation({ mutationFn: (studentId: string) => studentData(studentId) });
  const erase = useMutation({
    mutationFn: (studentId: string) => eraseStudent(studentId),
    onSuccess: () => {
      setIsSure(false);
      find.reset();
      forgetPupils(cache);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    erase.reset();
    find.mutate(id.trim());
  };
  return (
    <div className={classes.student}>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label={t('privacy.student_id')}
          autoComplete="off"
          spellCheck={false}
          maxLength={128}
          value={id}
          onChange={(event) => setId(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant="default"
          disabled={id.trim() === ''}
          loading={find.isPending}
          leftSection={<IconUserSearch size={18} stroke={1.5} aria-hidden />}
        >
          {t('privacy.find')}
        </Button>
      </form>
      <div aria-live="polite">
        {find.error !== null && <FailureText failure={find.error} />}
        {find.data !== undefined && <Found data={find.data} onErase={() => setIsSure(true)} />}
        {erase.data !== undefined && (
          <p className={classes.erased}>
            {t('privacy.erased', {
              count: Object.values(erase.data.counts).reduce((sum, count) => sum + count, 0),
            })}
          </p>
        )}
      </div>
      <Modal
        opened={isSure}
        onClose={() => setIsSure(false)}
        title={t('privacy.erase_title', { id: find.data?.student_id ?? '' })}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <p>{t('privacy.erase_hint')}</p>
        {erase.error !== null && <FailureText failure={erase.error} />}
        <div className={classes.actions}>
          <Button variant="default" data-autofocus onClick={() => setIsSure(false)}>
            {t('common.cancel')}
          </Button>
          <Button
            loading={erase.isPending}
            onClick={() => {
              if (find.data !== undefined) erase.mutate(find.data.student_id);
            }}
          >
            {t('privacy.erase_do')}
          </Button>
        </div>
      </Modal>
    </div>
  );
}

function Found({ data, onErase }: { data: StudentData; onErase: () => void }) {
  const { t } = useLanguage();
  const name = data.sessions.find((session) => session.name !== '')?.name;
  return (
    <div className={classes.found}>
      <h4>{name === undefined ? data.student_id : `${name} (${data.student_id})`}</h4>
      <ul>
        {counted.map((kind) => (
          <li key={kind}>{t(`privacy.count_${kind}`, { count: data[kind].length })}</li>
        ))}
      </ul>
      <div className={classes.buttons}>
        <Button
          component="a"
          variant="default"
          href={studentDataUrl(data.student_id)}
          download={`${data.student_id}.json`}
          leftSection={<IconDownload size={18} stroke={1.5} aria-hidden />}
        >
          {t('privacy.download')}
        </Button>
        <Button variant="default" onClick={onErase}>
          {t('privacy.erase')}
        </Button>
      </div>
    </div>
  );
}
