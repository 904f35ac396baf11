/** Plain English sentences about a session. */
import type { At, SessionTexts } from './session-texts.ts';

const quoted = (text: string): string => `“${text.trim()}”`;
const around = (at: At): string => (at === undefined ? '' : `Around ${at} `);
/** The first letter of a sentence that begins with a moment only where one is known. */
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const screen = (heading: string): string =>
  heading.trim() === '' ? '' : ` On the screen: ${quoted(heading)}.`;
const percent = (value: number): string => `${Math.round(value * 100)}%`;
const some = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
const seconds = (value: number): string =>
  value < 90 ? `${Math.round(value)} s` : `${Math.round(value / 60)} min`;
const number = (value: number): string => String(Math.round(value * 10) / 10);
const mostNames = 10;
const list = (names: readonly string[]): string =>
  names.length <= mostNames
    ? names.join(', ')
    : `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} more`;

export const englishTexts: SessionTexts = {
  insight: {
    confusion: ({ pupils, messages, slide, chapter }, at) =>
      sentence(
        `${around(at)}${pupils} pupils wrote ${messages} messages within two minutes that ask or say it is hard.${screen(slide || chapter)}`,
      ),
    unanswered_question: ({ count, questions, withinSec }) =>
      `${count} of ${some(questions, 'question', 'questions')} by pupils got no answer in the chat within ${withinSec / 60} minutes. Answers spoken aloud are not seen here.`,
    hard_quiz_item: ({ question, wrong, answered, taughtAt }, at) =>
      `${wrong} of ${answered} got ${quoted(question)} wrong.${
        taughtAt === null
          ? ''
          : ` It seems to be taught ${at === undefined ? 'on' : `at ${at} on`} ${quoted(taughtAt)}.`
      }`,
    silence: ({ longestSec, count, slide }, at) =>
      sentence(
        `${around(at)}there was hardly any speech or chat for ${seconds(longestSec)}${count > 1 ? ` (${count} such places in all)` : ''}. It may have been time to work or think.${screen(slide)}`,
      ),
    chat_burst: ({ messages, slide }, at) =>
      sentence(`${around(at)}the chat was far busier than usual (${messages} messages).${screen(slide)}`),
    pace: ({ wordsPerMin, usualPerMin, slide }, at) =>
      sentence(
        `${around(at)}${wordsPerMin} new words a minute came onto the screen; ${usualPerMin} is usual in this lesson.${screen(slide)}`,
      ),
    not_heard_from: ({ studentIds }, _at, names) =>
      `${some(studentIds.length, 'pupil', 'pupils')} neither wrote nor answered: ${list(names)}. They may have listened well all the same.`,
  },
  risk: {
    wrong_answers: ({ count, of, classMedian }) =>
      `${count} of ${of} quiz answers were wrong (class median ${percent(classMedian)}).`,
    slow_answers: ({ value }) =>
      `Answers took ${number(value)} times as long as is usual for the same items.`,
    negative_messages: ({ count, of }) =>
      `${count} of ${of} messages say that something is hard or goes badly.`,
    skipped_answers: ({ count, of }) => `${count} of ${of} quiz items were left without an answer.`,
    falling_participation: ({ count, of }) =>
      `Took part ${of} times in the first half and ${count} in the second.`,
    absence: ({ value }) => `Was not there for ${percent(value)} of the lesson.`,
  },
  intervention: {
    wrong_answers:
      'Pick one wrong answer, let them explain how they got there, and work on from where they got stuck.',
    slow_answers:
      'Give more time, and let them say in their own words what the question asks before they answer.',
    negative_messages:
      'Ask in private after class which part was hard, and explain that part again in two minutes.',
    skipped_answers:
      'Ask first why there was no answer (device, time, content), then do one easy item together.',
    falling_participation: 'Speak to them briefly in mid-lesson with a question that is safe to answer.',
    absence:
      'Point them to the recording of what they missed, and check in for five minutes before the next lesson.',
  },
  measure: {
    talk_share: (value) =>
      value === null
        ? 'No recording whose sound was analysed.'
        : `There is speech in ${percent(value)} of the recording. Voices are not told apart.`,
    pauses_per_ten_minutes: (value, count) =>
      value === null
        ? 'No recording whose sound was analysed.'
        : `Speech paused for more than 3 s ${number(value)} times in ten minutes (${count} in all).`,
    wait_time: (value, count) =>
      value === null
        ? 'Fewer than three typed questions were answered, which is too few to tell. Spoken questions are not recognised.'
        : `After a typed question the first answer came in ${seconds(value)} as a rule (${count} questions). Spoken questions are not in it.`,
    thinking_time: (value, count) =>
      value === null
        ? 'Too few quiz answers to tell the time to think.'
        : `A quiz answer took ${seconds(value)} as a rule (${count} answers).`,
    questions_per_ten_minutes: (value, count) =>
      value === null
        ? 'There is no chat.'
        : `${number(value)} typed questions in ten minutes (${count} in all).`,
    pupil_question_share: (value, count) =>
      value === null
        ? 'Fewer than ten messages by pupils.'
        : `${percent(value)} of ${count} messages by pupils are questions.`,
    words_per_minute: (value) =>
      value === null ? 'No screens that were read.' : `${number(value)} new words a minute on the screen.`,
  },
  compared: (value, earlier) => `${value} In your own earlier lessons it is ${earlier} as a rule.`,
  pupil: {
    manyRight: (right, answered) =>
      `You got ${right} of ${answered} quiz questions right. You know this well.`,
    improving: 'You got more right as the lesson went on. You kept going, and it worked.',
    asked: (count, text) =>
      count === 1
        ? `You asked ${quoted(text)}. Asking about what you do not know is a strong habit.`
        : `You asked ${count} questions, ${quoted(text)} for one. Asking is how you get deeper into it.`,
    answeredInChat: (count) =>
      `You answered in the chat ${some(count, 'time', 'times')}. Thank you for sharing your thinking.`,
    tookPart: 'You took part from the beginning to the end.',
    thereAllLesson: 'You were there for the whole lesson.',
    tryAgain: (question, at, heading) =>
      `Try ${quoted(question)} once more.${
        heading.trim() === ''
          ? ''
          : ` It helps to watch ${quoted(heading)}${at === undefined ? '' : ` from ${at}`} first.`
      }`,
    notAnswered: (question, at, heading) =>
      `You have not answered ${quoted(question)} yet. You still can.${
        heading.trim() === ''
          ? ''
          : ` It comes up in ${quoted(heading)}${at === undefined ? '' : ` from ${at}`}.`
      }`,
    askAgain: (text) =>
      `Your question ${quoted(text)} may not have been answered in the chat. Please ask your teacher again.`,
    wasHard: (at, slide) =>
      sentence(
        `${around(at)}you said it was hard.${slide.trim() === '' ? '' : ` That was ${quoted(slide)}.`} Watch it again slowly, and tell your teacher if it is still unclear.`,
      ),
    missed: (from, to) =>
      from === undefined || to === undefined
        ? 'There is a part of the lesson you missed. You can watch the recording.'
        : `You missed ${from} to ${to}. You can watch it in the recording.`,
    takePartMore: 'Next time, try to write one short line. It does not have to be right.',
    watchMoment: (heading, at) => `${at === undefined ? '' : `${at} · `}Watch ${quoted(heading)} again`,
    watchChapter: (title, at) =>
      `${at === undefined ? '' : `${at} · `}Watch the chapter ${quoted(title)} again`,
    relatedLesson: (title, date, topic) => `Another lesson with ${quoted(topic)}: ${quoted(title)} (${date})`,
    thin: 'There is little on record from this lesson, so there is not much to say. That does not mean you did badly.',
    nothing:
      'There is nothing on record from this lesson, so there is nothing to say. That does not mean you did badly.',
    allWell: 'Nothing in this record calls for another look.',
  },
  suggestion: {
    hardItem: (question, taughtAt, at) =>
      `Take up ${quoted(question)} again next time.${
        taughtAt === null
          ? ''
          : ` Another example for ${quoted(taughtAt)}${at === undefined ? '' : ` (${at})`} may help.`
      }`,
    confusion: (slide, at) =>
      `Begin the next lesson with a short look back at ${slide.trim() === '' ? 'what was shown' : quoted(slide)}${at === undefined ? '' : ` (${at})`}.`,
    unanswered: (count) =>
      `${some(count, 'question seems', 'questions seem')} to have been left without an answer. Begin the next lesson with ${count === 1 ? 'it' : 'them'}.`,
    noReaction: (silent, asked) =>
      `${silent} of ${asked} typed questions got no reaction within two minutes. Try a choice of answers, or let pairs talk first.`,
    fewPauses: (perTen) =>
      `Speech paused for 3 s only ${number(perTen)} times in ten minutes. After a question, count to three in silence.`,
    pace: (slide, at) =>
      `Split the text ${slide.trim() === '' ? 'on the screen' : `of ${quoted(slide)}`}${at === undefined ? '' : ` (${at})`} in two, or give it more time.`,
    notHeard: (count) =>
      `Offer the ${some(count, 'pupil', 'pupils')} who did not take part an easy way in: a show of fingers, one word.`,
    nothing: 'Nothing in the record calls for a suggestion.',
  },
};
