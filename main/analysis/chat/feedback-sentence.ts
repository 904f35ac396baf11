/** One sentence for the teacher about a single line: what it is, and what may help. It says 'seems' where it guesses. */
import type { ChatReading, SpamReason } from '../../../contract/chat-analysis.ts';
import { assertNever } from '../../base/app-error.ts';

type Words = {
  abuse: string;
  threat: string;
  flood: string;
  spam: string;
  confused(topics: string): string;
  trouble: string;
  question(topics: string): string;
  answer: string;
  praise: string;
  remark: string;
  request: string;
  greeting: string;
  unsure: string;
  other: string;
};

/** In 해요체, as everything the page says. */
const korean: Words = {
  abuse: '다른 사람을 다치게 할 수 있는 말로 보여요. 내용을 직접 확인하고 조용히 이야기해 보세요.',
  threat: '위협으로 읽힐 수 있는 말이에요. 바로 확인해 주세요.',
  flood: '같은 내용이 화면을 채우고 있어요. 잠시 채팅을 정리해 보세요.',
  spam: '수업과 관계없는 홍보로 보여요. 링크는 열지 말고 확인해 주세요.',
  confused: (topics) =>
    `${topics}어려움을 느끼는 것 같아요. 어디에서 막혔는지 물어보고 한 번 더 짚어 주세요.`,
  trouble: '불편하거나 힘들다는 말로 보여요. 어떤 점이 그런지 물어봐 주세요.',
  question: (topics) => `${topics}질문이에요. 답하거나 나중에 다룰 것으로 적어 두세요.`,
  answer: '답한 것으로 보여요. 맞았는지, 왜 그렇게 생각했는지 짚어 주면 좋아요.',
  praise: '수업이 도움이 되었다는 반응이에요.',
  remark: '수업이 어떤지에 대한 말이에요.',
  request: '부탁하는 말이에요. 들어줄 수 있는지 답해 주세요.',
  greeting: '인사예요.',
  unsure: '이 한 줄만으로는 뜻이 분명하지 않아요. 앞뒤 대화와 함께 보세요.',
  other: '특별히 답할 것은 없어 보여요.',
};

const english: Words = {
  abuse: 'This may hurt somebody; read it yourself and have a quiet word.',
  threat: 'This can be read as a threat; please look at it now.',
  flood: 'The same thing fills the screen; the chat may need a pause.',
  spam: 'This looks like advertising that has nothing to do with the lesson; do not open its links.',
  confused: (topics) =>
    `Somebody seems to struggle${topics}; ask where it stopped making sense and go over it again.`,
  trouble: 'Something seems to be wrong or tiring; ask what it is.',
  question: (topics) => `A question${topics}; answer it or note it for later.`,
  answer: 'This looks like an answer; say whether it is right and ask for the reasoning.',
  praise: 'The lesson seems to have helped.',
  remark: 'A remark on how the lesson goes.',
  request: 'Somebody asks for something; say whether it can be done.',
  greeting: 'A greeting.',
  unsure: 'This line alone does not say enough; read it with the ones around it.',
  other: 'Nothing here seems to need an answer.',
};

export function feedbackSentence(reading: ChatReading, language: 'ko' | 'en'): string {
  const words = language === 'ko' ? korean : english;
  const { spam, sentiment, intent, keywords } = reading;
  if (spam.is_abusive) return hasReason(spam.reasons, 'threat') ? words.threat : words.abuse;
  if (spam.is_spam) return hasReason(spam.reasons, 'flood') ? words.flood : words.spam;
  const topics = topicsPhrase(keywords.slice(0, 2), language);
  switch (intent.label) {
    case 'question':
      return sentiment.label === 'negative' ? words.confused(topics) : words.question(topics);
    case 'feedback':
      if (sentiment.label === 'negative') return keywords.length > 0 ? words.confused(topics) : words.trouble;
      return sentiment.label === 'positive' ? words.praise : words.remark;
    case 'answer':
      return words.answer;
    case 'request':
      return words.request;
    case 'greeting':
      return words.greeting;
    case 'other':
      if (intent.unsure) return words.unsure;
      return sentiment.label === 'negative' ? words.trouble : words.other;
    default:
      return assertNever(intent.label);
  }
}

function topicsPhrase(topics: readonly string[], language: 'ko' | 'en'): string {
  if (topics.length === 0) return '';
  if (language === 'ko') return `${topics.map((topic) => `‘${topic}’`).join(', ')}에 대한 `;
  return ` about ${topics.map((topic) => `‘${topic}’`).join(' and ')}`;
}

function hasReason(reasons: readonly SpamReason[], reason: SpamReason): boolean {
  return reasons.includes(reason);
}
