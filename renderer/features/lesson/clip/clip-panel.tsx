/** A part of the lesson, or all of it, as a file to give away; and the link to a moment. */
import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconBracketsContainEnd, IconBracketsContainStart, IconLink, IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import type { RenditionName } from '../../../../contract/vod.ts';
import { createExport } from '../../../api/exports.ts';
import { keys } from '../../../api/keys.ts';
import { lessonPath } from '../../../app/paths.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { FailureText } from '../../../ui/failure-text.tsx';
import { lengthText } from '../../../ui/format.ts';
import { useNotify } from '../../../ui/notify.tsx';
import { useLesson } from '../lesson-context.ts';
import panels from '../panels/panels.module.css';
import { clipFrom, withEnd, withStart } from './clip-range.ts';
import classes from './clip.module.css';
import { copyText } from '../../../ui/copy-text.ts';
import { ExportList } from './export-list.tsx';
import { QuietSuggestion } from './quiet-suggestion.tsx';
import { TimeField } from './time-field.tsx';

export function ClipPanel() {
  const { id, info, clip, durationSec, nowSec, seek, video } = useLesson();
  const { t } = useLanguage();
  const { notify } = useNotify();
  const cache = useQueryClient();
  const [title, setTitle] = useState('');
  const [resolution, setResolution] = useState<RenditionName>('source');
  const { range } = clip;
  const making = useMutation({
    mutationFn: () =>
      createExport(id, {
        resolution,
        ...(title.trim() === '' ? {} : { title: title.trim() }),
        ...(range === undefined ? {} : { start: range.startSec, end: range.endSec }),
      }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.everyExport }),
  });
  const make = (event: FormEvent) => {
    event.preventDefault();
    making.mutate();
  };
  const copyLink = async () => {
    const link = new URL(lessonPath(id, nowSec()), location.href).href;
    await copyText(link);
    notify({ text: t('clip.link_copied') });
  };
  const playPart = () => {
    if (range === undefined) return;
    clip.setLooping(true);
    seek(range.startSec);
    void video.current?.play();
  };
  return (
    <div className={panels.scroll} style={{ height: '100%' }}>
      <form className={classes.form} onSubmit={make}>
        {range === undefined ? (
          <div className={classes.choose}>
            <p>{t('clip.what_to_do')}</p>
            <Button variant="default" onClick={() => clip.setRange(clipFrom(nowSec(), durationSec))}>
              {t('clip.choose_here')}
            </Button>
          </div>
        ) : (
          <fieldset className={classes.part}>
            <legend>{t('clip.part')}</legend>
            <div className={classes.times}>
              <TimeField
                label={t('clip.start')}
                seconds={range.startSec}
                onChange={(atSec) => clip.setRange(withStart(range, atSec, durationSec))}
                hereLabel={t('clip.start_here')}
                HereIcon={IconBracketsContainStart}
                onHere={() => clip.setRange(withStart(range, nowSec(), durationSec))}
              />
              <TimeField
                label={t('clip.end')}
                seconds={range.endSec}
                onChange={(atSec) => clip.setRange(withEnd(range, atSec, durationSec))}
                hereLabel={t('clip.end_here')}
                HereIcon={IconBracketsContainEnd}
                onHere={() => clip.setRange(withEnd(range, nowSec(), durationSec))}
              />
            </div>
            <p className={classes.length}>
              {t('clip.length', { length: lengthText(range.endSec - range.startSec, t) })}
            </p>
            <div className={classes.check}>
              <Button size="compact-sm" variant="light" onClick={playPart}>
                {t('clip.play')}
              </Button>
              <Checkbox
                size="sm"
                label={t('clip.loop')}
                checked={clip.isLooping}
                onChange={(event) => clip.setLooping(event.target.checked)}
              />
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                leftSection={<IconX size="1rem" stroke={1.5} aria-hidden="true" />}
                onClick={() => {
                  clip.setLooping(false);
                  clip.setRange(undefined);
                }}
              >
                {t('clip.clear')}
              </Button>
            </div>
          </fieldset>
        )}
        <QuietSuggestion />
        <TextInput
          label={t('clip.title')}
          placeholder={info.title === '' ? t('library.untitled') : info.title}
          value={title}
          maxLength={300}
          onChange={(event) => setTitle(event.target.value)}
        />
        <Select
          label={t('lesson.quality')}
          allowDeselect={false}
          value={resolution}
          onChange={(value) => value !== null && setResolution(value)}
          data={info.resolutions.map((name) => ({
            value: name,
            label: name === 'source' ? t('lesson.source') : name,
          }))}
        />
        <Button type="submit" fullWidth loading={making.isPending}>
          {t(range === undefined ? 'clip.make_whole' : 'clip.make')}
        </Button>
        <p className={classes.hint}>{t('clip.exact')}</p>
        {making.error !== null && <FailureText failure={making.error} />}
      </form>
      <ExportList />
      <div className={classes.link}>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconLink size="1.125rem" stroke={1.5} aria-hidden="true" />}
          onClick={() => void copyLink()}
        >
          {t('clip.copy_link')}
        </Button>
      </div>
    </div>
  );
}
