import { beforeAll, describe, expect, it } from 'vitest';
import path from 'node:path';
import { chatReadingSchema } from '../../../contract/chat-analysis.ts';
import { packageRoot } from '../../base/package-info.ts';
import { ChatAnalyzer } from './chat-analyzer.ts';
import { type ChatTask, type ChatUpgrade, columnCount, taskColumns, textsToScore } from './chat-model.ts';

const folder = path.join(packageRoot, 'models', 'chat', 'weights');
let analyzer: ChatAnalyzer;
beforeAll(() => {
  analyzer = ChatAnalyzer.load({ folder });
});

const message = (
  sender_id: string,
  sent_at: string,
  text: string,
  sender_role: 'student' | 'teacher' = 'student',
) => ({
  sender_id,
  sender_role,
  text,
  sent_at: `2026-03-02T09:${sent_at}.000Z`,
});

describe('plain lines', () => {
  it.each([
    ['이차함수의 최댓값은 어떻게 구해요?', 'question', 'neutral'],
    ['안녕하세요 선생님~', 'greeting', 'neutral'],
    ['저는 3번 나왔어요', 'answer', 'neutral'],
    ['화면 조금만 크게 해 주세요', 'request', 'neutral'],
    ['오늘 수업 너무 재밌었어요!!', 'feedback', 'positive'],
    ['하나도 모르겠어요 ㅠㅠ', 'feedback', 'negative'],
    ['can you go back one slide please', 'request', 'neutral'],
    ['why do we flip the second fraction?', 'question', 'neutral'],
  ])('%s', (text, intent, sentiment) => {
    const reading = analyzer.analyze(text);
    expect(reading.intent.label).toBe(intent);
    expect(reading.sentiment.label).toBe(sentiment);
    expect(reading.spam).toMatchObject({ is_spam: false, is_abusive: false, severity: 'none', reasons: [] });
  });
});

describe('spam and abuse', () => {
  it('says what is wrong and how bad it is', () => {
    expect(analyzer.spamDetection('야 이 병신 새끼야')).toMatchObject({
      is_abusive: true,
      is_spam: false,
      severity: 'high',
      reasons: expect.arrayContaining(['insult']),
    });
    expect(
      analyzer.spamDetection('무료 로벅스 받아가세요 선착순 100명 https://robux.free.xyz'),
    ).toMatchObject({
      is_spam: true,
      is_abusive: false,
      reasons: expect.arrayContaining(['advert', 'link']),
    });
  });

  it.each([
    '시발점이 어디예요?',
    '새끼손가락 다쳤어요',
    '미친 듯이 쉬워요',
    '질량 보존 나오나요',
    'Moby-Dick is long',
  ])('lets %s pass', (text) => {
    expect(analyzer.spamDetection(text).is_abusive).toBe(false);
  });

  it.each(['ㅋㅋㅋㅋㅋ', 'ㅎㅎㅎ', 'ㄱㄱ', 'ㅋ', 'lol', 'ㅠㅠㅠㅠㅠㅠㅠㅠ', '!!!!!', '네네네네'])(
    'takes %s for no advert',
    (text) => {
      expect(analyzer.spamDetection(text)).toMatchObject({ is_spam: false, is_abusive: false });
    },
  );

  it('takes many lines in a minute for flooding, and one line never', () => {
    expect(analyzer.spamDetection('네', { senderRatePerMin: 40 })).toMatchObject({
      is_spam: true,
      reasons: ['flood'],
    });
    expect(analyzer.spamDetection('네', { senderRatePerMin: 2, repeated: true }).is_spam).toBe(false);
  });
});

it('reads a short line as an answer when the teacher has just asked', () => {
  const text = '광합성';
  const alone = analyzer.intentDetection(text);
  const asked = analyzer.intentDetection(text, { senderRole: 'student', openQuestion: true });
  expect(asked.label).toBe('answer');
  expect(asked.confidence).toBeGreaterThan(alone.label === 'answer' ? alone.confidence : 0);
});

it('knows the moment of each message of a session', () => {
  const readings = analyzer.readSession([
    message('t', '00:00', '식물이 빛으로 양분을 만드는 걸 뭐라고 하죠?', 'teacher'),
    message('a', '00:10', '광합성'),
    ...Array.from({ length: 20 }, (_, index) => message('b', `01:${10 + index}`, '와')),
  ]);
  expect(readings[0]?.intent.label).toBe('question');
  expect(readings[1]?.intent.label).toBe('answer');
  expect(readings[1]?.keywords).toEqual(['광합성']);
  expect(readings[2]?.spam.is_spam).toBe(false);
  expect(readings.at(-1)?.spam).toMatchObject({ is_spam: true, reasons: ['flood'] });
});

describe('what is hardly text', () => {
  it.each([
    ['a lone surrogate', 'abc\ud83d'],
    ['only emoji', '😂😂😂'],
    ['control characters', '\u0000\u0007\u001b[31m'],
    ['right to left', 'مرحبا بالجميع'],
    ['direction marks', '\u202e\u2066abc'],
    ['HTML', '<script>alert(1)</script><b>hi</b>'],
    ['spaces', '   '],
    ['nothing', ''],
    ['one sign for 2,000', 'ㅋ'.repeat(2000)],
    ['decomposed Hangul', '안녕하세요'.normalize('NFD')],
  ])('%s gets a sane answer', (_name, text) => {
    const reading = chatReadingSchema.parse(analyzer.analyze(text));
    expect(reading.spam.is_abusive).toBe(false);
    expect(JSON.stringify(reading)).not.toMatch(/\p{Cs}|<script/u);
  });

  it('reads decomposed Hangul as if it were composed', () => {
    expect(analyzer.analyze('안녕하세요'.normalize('NFD'))).toEqual(analyzer.analyze('안녕하세요'));
  });
});

describe('the glossary of a school', () => {
  it('counts at once', () => {
    const glossary = { terms: [] as string[], never_keywords: [] as string[], allowed_words: [] as string[] };
    const own = ChatAnalyzer.load({ folder, glossary: () => glossary });
    const text = '3반 활동지에서 광합성 칸이 비어 있어요';
    expect(own.keywordExtraction(text)).toEqual(['광합성']);
    glossary.terms.push('3반 활동지');
    expect(own.keywordExtraction(text)).toEqual(['3반 활동지', '광합성']);
    glossary.never_keywords.push('광합성');
    expect(own.keywordExtraction(text)).toEqual(['3반 활동지']);
    expect(own.spamDetection('꺼져 이 멍청이야').is_abusive).toBe(true);
    glossary.allowed_words.push('꺼져', '이 멍청이야');
    expect(own.spamDetection('꺼져 이 멍청이야').is_abusive).toBe(false);
  });
});

it('has a sentence for the teacher in both languages', () => {
  expect(analyzer.analyzeLine('광합성이 왜 낮에만 일어나요?').feedback).toMatch(/광합성.*질문/);
  expect(analyzer.analyzeLine('광합성이 왜 낮에만 일어나요?', 'en').feedback).toMatch(
    /question about ‘광합성’/,
  );
});

describe('a line that is written again', () => {
  it('is read as the one before it, but at its own moment', () => {
    const messages = [
      message('t-1', '00:00', '답이 뭘까요?', 'teacher'),
      message('p-1', '00:05', '통분이요'),
      message('p-2', '20:00', '통분이요'),
    ];
    const [, first, second] = analyzer.readSession(messages);
    expect(first?.keywords).toEqual(second?.keywords);
    expect(first?.sentiment).toEqual(second?.sentiment);
    expect(first?.intent).not.toEqual(second?.intent);
    first?.keywords.push('changed by whoever got it');
    expect(second?.keywords).not.toContain('changed by whoever got it');
  });

  it('is the same as when it is read alone', () => {
    const texts = ['네', '하나도 모르겠어요 ㅠㅠ', '네', '무료 코인 받으세요 http://a.example', '네'];
    const messages = texts.map((text, at) => message(`p-${at}`, `${10 + at * 10}:00`, text));
    const together = analyzer.readSession(messages);
    for (const [at, one] of messages.entries()) {
      expect(together[at]).toEqual(analyzer.readSession([one])[0]);
    }
  });
});

/** A pack that is all but certain of one label of a task. */
const packOf = (lines: Record<string, [ChatTask, number][]>, tasks: ChatTask[]): ChatUpgrade => ({
  ...{ name: 'multilingual-e5-small', version: 'v', tasks: new Set(tasks) },
  numbers: {
    'temperature.sentiment': 1,
    'temperature.intent': 1,
    'temperature.abuse': 1,
    'unsure.sentiment': 0.5,
    'unsure.intent': 0.5,
    'threshold.abuse': 0.5,
    'threshold.abuse_with_word': 0.5,
  },
  logits: new Map(
    Object.entries(lines).map(([line, labels]) => {
      const logits = new Float32Array(columnCount);
      for (const [task, label] of labels) logits[taskColumns[task] + label] = 30;
      return [line, logits];
    }),
  ),
});

describe('with a pack', () => {
  const text = '이차함수의 최댓값은 어떻게 구해요?';
  it('adds what it says where it was found to be better, and nowhere else', () => {
    const both: [ChatTask, number][] = [
      ['sentiment', 2],
      ['intent', 3],
    ];
    const mood = analyzer.upgraded(packOf({ [text]: both }, ['sentiment'])).analyze(text);
    const plain = analyzer.analyze(text);
    expect(mood.sentiment).toMatchObject({ label: 'positive', unsure: false });
    expect(mood.intent).toEqual(plain.intent);
    expect(mood.keywords).toEqual(plain.keywords);
    const all = analyzer.upgraded(packOf({ [text]: both }, ['sentiment', 'intent']));
    expect(all.analyze(text).intent.label).toBe('request');
    expect(all.analyzeLine(text).model).toEqual({ name: 'multilingual-e5-small', version: 'v' });
    expect(analyzer.analyze(text)).toEqual(plain);
  });

  it('changes nothing by saying nothing, once it is as calibrated as what is built in', () => {
    const own = packOf({ [text]: [] }, ['sentiment', 'intent']);
    const { sentiment, intent } = analyzer.upgraded(own).analyze(text);
    const plain = analyzer.analyze(text);
    expect(sentiment.confidence).toBeCloseTo(plain.sentiment.confidence, 6);
    expect(intent.confidence).toBeCloseTo(plain.intent.confidence, 6);
  });

  it('weighs in the moment, and leaves lines it was not asked about to what is built in', () => {
    const own = analyzer.upgraded(packOf({ '3': [] }, ['intent']));
    const teacher = message('t-1', '00:00', '2 더하기 1은 뭐예요?', 'teacher');
    const [, answer, other] = own.readSession([
      teacher,
      message('p-1', '00:10', '3'),
      message('p-2', '00:20', text),
    ]);
    expect(answer?.intent.label).toBe('answer');
    expect(other).toEqual(analyzer.readSession([teacher, message('p-2', '00:20', text)])[1]);
  });

  it('is asked about a line without the words a school allows too', () => {
    const line = '야 이 병신 새끼야';
    expect(textsToScore([line, line, '  ', text], [])).toEqual([line, text]);
    const [whole, rest = '', ...more] = textsToScore([line], ['병신']);
    expect([whole, more]).toEqual([line, []]);
    expect(rest).not.toContain('병신');
    const glossary = { terms: [], never_keywords: [], allowed_words: ['병신'] };
    const school = ChatAnalyzer.load({ folder, glossary: () => glossary });
    const pack = packOf({ [line]: [['abuse', 1]], [rest]: [['abuse', 0]] }, ['abuse']);
    expect(school.upgraded(pack).spamDetection(line).is_abusive).toBe(false);
    expect(analyzer.upgraded(pack).spamDetection(line).is_abusive).toBe(true);
  });
});
