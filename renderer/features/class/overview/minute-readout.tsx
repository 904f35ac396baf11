/** What is known about the minute that is looked at; it keeps its place, so that nothing jumps while one looks around. */
import { IconPlayerPlay } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { SessionLanes } from '../../../../contract/session-analysis.ts';
import { lessonPath } from '../../../app/paths.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { clockText } from '../../../ui/format.ts';
import type { MinuteFacts } from './minute-facts.ts';
import { minuteSpan, minuteWords } from './minute-words.ts';
import classes from './session-timeline.module.css';

/** @param props.hintId of the words that say how to look around */
export function MinuteReadout(props: {
  lanes: SessionLanes;
  facts: MinuteFacts | undefined;
  hintId: string;
}) {
  const { lanes, facts, hintId } = props;
  const { t, language } = useLanguage();
  return (
    <div className={classes.readout} data-testid="minute">
      <p id={hintId} hidden={facts !== undefined}>
        {t('overview.timeline_hint')}
      </p>
      {facts !== undefined && (
        <>
          <p className={classes.when}>
            <b>{minuteSpan(facts)}</b>
            <Link href={lessonPath(lanes.recording_id, facts.fromSec)}>
              <IconPlayerPlay size="0.875rem" stroke={1.75} aria-hidden="true" />
              {t('overview.from_here', { time: clockText(facts.fromSec) })}
            </Link>
          </p>
          <p>{minuteWords(facts, t, language).join(' · ')}</p>
          <p className={classes.shown}>
            {[...(facts.chapter === undefined ? [] : [facts.chapter]), ...facts.screens].join(' · ')}
          </p>
        </>
      )}
    </div>
  );
}
