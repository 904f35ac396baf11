/** Korean sentences about a session, in 해요체. */
import type { At, SessionTexts } from './session-texts.ts';

const quoted = (text: string): string => `‘${text.trim()}’`;
const around = (at: At): string => (at === undefined ? '' : `${at}쯤 `);
const screen = (heading: string): string => (heading.trim() === '' ? '' : ` 그때 화면: ${quoted(heading)}.`);
const percent = (value: number): string => `${Math.round(value * 100)}%`;
const seconds = (value: number): string =>
  value < 90 ? `${Math.round(value)}초` : `${Math.round(value / 60)}분`;
const number = (value: number): string => String(Math.round(value * 10) / 10);
const mostNames = 10;
const list = (names: readonly string[]): string =>
  names.length <= mostNames
    ? names.join(', ')
    : `${names.slice(0, mostNames).join(', ')} 외 ${names.length - mostNames}명`;

export const koreanTexts: SessionTexts = {
  insight: {
    confusion: ({ pupils, messages, slide, chapter }, at) =>
      `${around(at)}학생 ${pupils}명이 2분 안에 어렵다는 글이나 질문을 ${messages}개 올렸어요.${screen(slide || chapter)}`,
    unanswered_question: ({ count, questions, withinSec }) =>
      `학생 질문 ${questions}개 가운데 ${count}개는 ${withinSec / 60}분 안에 채팅으로 답을 받지 못했어요. 말로 답했다면 여기에는 나타나지 않아요.`,
    hard_quiz_item: ({ question, wrong, answered, taughtAt }, at) =>
      `${quoted(question)} 문제는 ${answered}명 중 ${wrong}명이 틀렸어요.${
        taughtAt === null ? '' : ` 관련 내용은 ${around(at)}${quoted(taughtAt)} 화면에서 다룬 것 같아요.`
      }`,
    silence: ({ longestSec, count, slide }, at) =>
      `${around(at)}${seconds(longestSec)} 동안 말소리와 채팅이 거의 없었어요${count > 1 ? `(이런 곳이 모두 ${count}군데예요)` : ''}. 활동이나 생각하는 시간이었을 수도 있어요.${screen(slide)}`,
    chat_burst: ({ messages, slide }, at) =>
      `${around(at)}채팅이 평소보다 훨씬 많았어요(${messages}개).${screen(slide)}`,
    pace: ({ wordsPerMin, usualPerMin, slide }, at) =>
      `${around(at)}새로 나온 글이 1분에 ${wordsPerMin}낱말로, 이 수업의 보통 빠르기(${usualPerMin}낱말)보다 훨씬 많았어요.${screen(slide)}`,
    not_heard_from: ({ studentIds }, _at, names) =>
      `채팅도 퀴즈 응답도 없던 학생이 ${studentIds.length}명 있어요: ${list(names)}. 조용히 잘 듣고 있었을 수도 있어요.`,
  },
  risk: {
    wrong_answers: ({ count, of, classMedian }) =>
      `퀴즈 ${of}개 중 ${count}개를 틀렸어요(반의 중간값 ${percent(classMedian)}).`,
    slow_answers: ({ value }) => `같은 문제에 답하는 데 보통보다 ${number(value)}배 걸렸어요.`,
    negative_messages: ({ count, of }) => `쓴 글 ${of}개 중 ${count}개가 어렵거나 힘들다는 글이었어요.`,
    skipped_answers: ({ count, of }) => `나온 문제 ${of}개 중 ${count}개에 답하지 않았어요.`,
    falling_participation: ({ count, of }) => `수업 앞부분에는 ${of}번, 뒷부분에는 ${count}번 참여했어요.`,
    absence: ({ value }) => `수업 시간의 ${percent(value)}에 자리에 없었어요.`,
  },
  intervention: {
    wrong_answers: '틀린 문제 하나를 골라 어떻게 풀었는지 말해 보게 하고, 막힌 곳부터 같이 다시 풀어 보세요.',
    slow_answers: '시간을 더 주고, 문제를 읽고 무엇을 묻는지 먼저 말해 보게 해 보세요.',
    negative_messages: '수업 뒤에 따로 어느 부분이 힘들었는지 물어보고, 그 부분을 짧게 다시 설명해 주세요.',
    skipped_answers: '답하지 못한 까닭(기기, 시간, 내용)을 먼저 물어보고, 쉬운 문제 하나부터 함께 해 보세요.',
    falling_participation: '수업 중간에 짧게 말을 걸고, 부담 없이 답할 수 있는 질문을 하나 건네 보세요.',
    absence: '빠진 부분의 녹화를 안내하고, 다음 수업 전에 5분만 확인해 주세요.',
  },
  measure: {
    talk_share: (value) =>
      value === null
        ? '소리를 분석한 녹화가 없어요.'
        : `녹화의 ${percent(value)} 동안 말소리가 났어요. 누구의 목소리인지는 구별하지 않아요.`,
    pauses_per_ten_minutes: (value, count) =>
      value === null
        ? '소리를 분석한 녹화가 없어요.'
        : `3초 넘게 말이 멈춘 곳이 10분에 ${number(value)}번 있었어요(모두 ${count}번).`,
    wait_time: (value, count) =>
      value === null
        ? '채팅으로 한 질문 중 답이 온 것이 3개보다 적어서 기다린 시간을 말할 수 없어요. 말로 한 질문은 알아보지 못해요.'
        : `채팅으로 질문한 뒤 첫 답까지 보통 ${seconds(value)} 걸렸어요(질문 ${count}개). 말로 한 질문은 빠져 있어요.`,
    thinking_time: (value, count) =>
      value === null
        ? '퀴즈 응답이 적어서 생각한 시간을 말할 수 없어요.'
        : `퀴즈에 답하는 데 보통 ${seconds(value)} 걸렸어요(응답 ${count}개).`,
    questions_per_ten_minutes: (value, count) =>
      value === null ? '채팅이 없어요.' : `채팅으로 10분에 ${number(value)}번 질문했어요(모두 ${count}번).`,
    pupil_question_share: (value, count) =>
      value === null
        ? '학생 글이 10개보다 적어요.'
        : `학생 글 ${count}개 중 ${percent(value)}가 질문이었어요.`,
    words_per_minute: (value) =>
      value === null ? '글자를 읽은 화면이 없어요.' : `화면에 새 낱말이 1분에 ${number(value)}개 나왔어요.`,
  },
  compared: (value, earlier) => `${value} 선생님의 이전 수업 중간값: ${earlier}.`,
  pupil: {
    manyRight: (right, answered) =>
      `퀴즈 ${answered}개 중 ${right}개를 맞혔어요. 배운 내용을 잘 알고 있어요.`,
    improving: '뒤로 갈수록 맞힌 문제가 많아졌어요. 포기하지 않고 끝까지 해냈네요.',
    asked: (count, text) =>
      count === 1
        ? `${quoted(text)} 하고 질문했어요. 모르는 것을 묻는 건 멋진 일이에요.`
        : `질문을 ${count}번 했어요. 예를 들어 ${quoted(text)} 하고 물었지요. 묻는 만큼 더 깊이 알게 돼요.`,
    answeredInChat: (count) => `채팅에서 ${count}번 답을 했어요. 생각을 말해 줘서 고마워요.`,
    tookPart: '수업 처음부터 끝까지 꾸준히 참여했어요.',
    thereAllLesson: '수업 내내 함께했어요.',
    tryAgain: (question, at, heading) =>
      `${quoted(question)} 문제를 다시 풀어 보세요.${
        heading.trim() === ''
          ? ''
          : ` 먼저 ${at === undefined ? '' : `${at}부터 `}${quoted(heading)} 부분을 보면 도움이 돼요.`
      }`,
    notAnswered: (question, at, heading) =>
      `${quoted(question)} 문제는 아직 답하지 않았어요. 지금 풀어 봐도 늦지 않아요.${
        heading.trim() === ''
          ? ''
          : ` ${at === undefined ? '' : `${at}부터 `}${quoted(heading)} 부분에 나와요.`
      }`,
    askAgain: (text) =>
      `${quoted(text)} 질문은 채팅에서 답을 받지 못했을 수 있어요. 선생님께 다시 물어보세요.`,
    wasHard: (at, slide) =>
      `${around(at)}어렵다고 했지요?${
        slide.trim() === '' ? '' : ` ${quoted(slide)} 부분이었어요.`
      } 천천히 다시 보고, 그래도 모르겠으면 선생님께 말해 주세요.`,
    missed: (from, to) =>
      from === undefined || to === undefined
        ? '수업에서 함께하지 못한 부분이 있어요. 녹화로 볼 수 있어요.'
        : `${from}부터 ${to}까지는 함께하지 못했어요. 녹화로 볼 수 있어요.`,
    takePartMore: '다음에는 짧은 글이라도 하나 남겨 보세요. 틀려도 괜찮아요.',
    watchMoment: (heading, at) => `${at === undefined ? '' : `${at} · `}${quoted(heading)} 다시 보기`,
    watchChapter: (title, at) => `${at === undefined ? '' : `${at} · `}${quoted(title)} 챕터 다시 보기`,
    relatedLesson: (title, date, topic) =>
      `${quoted(topic)} 내용이 나오는 다른 수업: ${quoted(title)} (${date})`,
    thin: '이번 수업에는 남은 기록이 적어서 말할 수 있는 것이 많지 않아요. 기록이 적다고 못한 것은 아니에요.',
    nothing: '이번 수업에는 남은 기록이 없어서 말할 수 있는 것이 없어요. 기록이 없다고 못한 것은 아니에요.',
    allWell: '이번 기록에서는 따로 더 볼 곳이 보이지 않아요.',
  },
  suggestion: {
    hardItem: (question, taughtAt, at) =>
      `다음 시간에 ${quoted(question)} 문제를 다시 다뤄 보세요.${
        taughtAt === null
          ? ''
          : ` ${around(at)}${quoted(taughtAt)} 화면을 다른 예로 한 번 더 설명하면 좋겠어요.`
      }`,
    confusion: (slide, at) =>
      `${around(at)}${slide.trim() === '' ? '다룬 내용을' : `${quoted(slide)} 내용을`} 다음 시간 처음에 짧게 되짚어 주세요.`,
    unanswered: (count) =>
      `답을 받지 못한 것 같은 질문이 ${count}개 있어요. 다음 수업을 이 질문들로 시작해 보세요.`,
    noReaction: (silent, asked) =>
      `채팅 질문 ${asked}개 중 ${silent}개에는 2분 안에 반응이 없었어요. 고르기 문제나 짝과 먼저 이야기하기로 바꿔 보세요.`,
    fewPauses: (perTen) =>
      `말이 3초 넘게 멈춘 곳이 10분에 ${number(perTen)}번뿐이에요. 질문한 뒤 마음속으로 셋까지 세어 보세요.`,
    pace: (slide, at) =>
      `${around(at)}${slide.trim() === '' ? '화면의 글을' : `${quoted(slide)} 화면의 글을`} 둘로 나누거나 시간을 더 주세요.`,
    notHeard: (count) =>
      `참여가 없던 ${count}명에게는 손가락 투표나 한 낱말 쓰기처럼 쉬운 참여를 먼저 권해 보세요.`,
    nothing: '기록에서 따로 권할 것이 보이지 않아요.',
  },
};
