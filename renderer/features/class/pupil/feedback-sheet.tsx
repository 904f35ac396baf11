/**
 * The sheet a pupil gets, on the screen as on paper. It is in the pupil's language, and holds nothing but the feedback
 * made for them: see sheet-facts.ts.
 */
import { IconBook2, IconPlant2, IconPlayerPlay, IconStars } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Evidence, StudentFeedback } from '../../../../contract/session-analysis.ts';
import type { Session } from '../../../../contract/sessions.ts';
import { lessonPath } from '../../../app/paths.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { clockText } from '../../../ui/format.ts';
import { type SheetItem, lessonLine, partsOf } from './sheet-facts.ts';
import classes from './sheet.module.css';

const signs = { strengths: IconStars, improvements: IconPlant2, resources: IconBook2 };

export function FeedbackSheet(props: {
  session: Session;
  name: string;
  feedback: StudentFeedback;
  recordings: readonly string[];
  words: string;
}) {
  const { session, name, feedback, recordings, words } = props;
  const { t, language } = useLanguage();
  return (
    <article className={classes.sheet} lang={language} aria-label={t('pupil.sheet', { name })}>
      <header className={classes.head}>
        <p className={classes.kind}>{t('pupil.sheet_kind')}</p>
        <h3>{session.title === '' ? t('library.untitled') : session.title}</h3>
        <p>{lessonLine(session, language)}</p>
        <p className={classes.name}>{name}</p>
      </header>
      {feedback.note !== null && <p className={classes.note}>{feedback.note}</p>}
      {partsOf(feedback, recordings).map(({ part, items }) => {
        const Sign = signs[part];
        return (
          <section key={part} className={classes.part}>
            <h4>
              <Sign size="1.25rem" stroke={1.5} aria-hidden="true" />
              {t(`pupil.part_${part}`)}
            </h4>
            <ul>
              {items.map((item) => (
                <SheetLine key={`${item.text} ${item.moments[0]?.time}`} item={item} />
              ))}
            </ul>
          </section>
        );
      })}
      <section className={classes.words}>
        <h4>{t('pupil.words_on_paper')}</h4>
        {words.trim() === '' ? (
          <div className={classes.lines} aria-hidden="true">
            <span />
            <span />
          </div>
        ) : (
          <p>{words}</p>
        )}
      </section>
      <footer className={classes.foot}>{t('pupil.sheet_foot')}</footer>
    </article>
  );
}

function SheetLine({ item }: { item: SheetItem }) {
  const { t } = useLanguage();
  const { text, kind, moments, recording } = item;
  return (
    <li className={classes.item}>
      <span>{text}</span>
      {moments.length > 0 && (
        <span className={classes.moments}>
          {kind !== undefined && <span>{t(`pupil.kind_${kind}`)}</span>}
          {recording !== undefined && <span>{t('pupil.recording', { number: recording })}</span>}
          {moments.map((moment) => (
            <span key={`${moment.recording_id} ${moment.time}`}>
              <MomentWord source={moment.source} />
              <Moment moment={moment} />
            </span>
          ))}
        </span>
      )}
    </li>
  );
}

/** What was at that moment: on paper a bare time says little. */
function MomentWord({ source }: { source: Evidence['source'] }) {
  const { t } = useLanguage();
  if (source === 'slide' || source === 'chapter') return <>{t('pupil.at_taught')} </>;
  if (source === 'quiz') return <>{t('pupil.at_quiz')} </>;
  if (source === 'chat') return <>{t('pupil.at_chat')} </>;
  return null;
}

/** A link on the screen, a time on paper. */
function Moment({ moment }: { moment: Evidence }) {
  const { t } = useLanguage();
  const { recording_id: recordingId, time, end_time: endTime } = moment;
  if (recordingId === null || time === null) return null;
  const range =
    endTime !== null && endTime - time >= 1 ? `${clockText(time)}–${clockText(endTime)}` : clockText(time);
  return (
    <Link href={lessonPath(recordingId, time)} aria-label={t('pupil.watch_from', { range })}>
      <IconPlayerPlay size="0.75rem" stroke={1.75} aria-hidden="true" />
      <time>{range}</time>
    </Link>
  );
}
