/** A made-up school week for pictures of the page: lessons with their slides, chapters and chat. */

export type SlideText = { title: string; lines: string[] };
export type SchoolLesson = {
  session: string;
  title: string;
  teacher: string;
  className: string;
  subject: string;
  /** Days before today. */
  daysAgo: number;
  tags: string[];
  look: 'board' | 'paper' | 'night' | 'sky' | 'leaf';
  slides: SlideText[];
  /** What the pupils wrote, spread evenly over the lesson. */
  chat: string[];
};

const slide = (title: string, ...lines: string[]): SlideText => ({ title, lines });

export const school: SchoolLesson[] = [
  {
    session: 'math-1',
    title: '로그의 성질과 밑의 변환',
    teacher: '김서연',
    className: '2학년 3반',
    subject: '수학',
    daysAgo: 0,
    tags: ['기말 범위', '다시 보기'],
    look: 'board',
    slides: [
      slide('오늘 배울 것', '로그의 뜻을 말할 수 있어요', '로그의 성질로 계산해요', '밑을 바꾸어 계산해요'),
      slide('로그의 뜻', 'aˣ = N  ⇔  x = logₐ N', 'a > 0, a ≠ 1, N > 0'),
      slide('로그의 성질', 'logₐ MN = logₐ M + logₐ N', 'logₐ Mᵏ = k · logₐ M'),
      slide('밑의 변환 공식', 'logₐ b = log b ÷ log a', '밑을 10으로 바꾸어 볼까요?'),
      slide('함께 풀어요', 'log₂ 12 − log₂ 3 = ?', '교과서 42쪽 3번'),
      slide('정리', '밑의 변환은 왜 필요할까요?', '다음 시간: 상용로그와 자릿수'),
    ],
    chat: [
      '선생님 안녕하세요!',
      '진수 조건은 왜 필요해요?',
      'N이 0이면 안 되는 거죠?',
      '아하 이해했어요',
      '밑이 1이면 왜 안 돼요?',
      '답은 2예요',
      '저도 2 나왔어요',
      '밑의 변환 다시 설명해 주세요 ㅠㅠ',
      '감사합니다!',
    ],
  },
  {
    session: 'science-1',
    title: '광합성은 어디에서 일어날까',
    teacher: '박지훈',
    className: '1학년 1반',
    subject: '과학',
    daysAgo: 0,
    tags: ['실험'],
    look: 'leaf',
    slides: [
      slide('광합성', '빛 + 물 + 이산화 탄소', '→ 포도당 + 산소'),
      slide('잎의 구조', '표피 · 울타리 조직 · 해면 조직', '엽록체가 가장 많은 곳은?'),
      slide('실험: 검정말', '빛의 세기를 바꾸며', '1분 동안 기포의 수를 세요'),
      slide('결과를 그래프로', '빛이 셀수록 기포가 늘다가', '어느 지점부터 일정해져요'),
    ],
    chat: ['기포가 안 나와요', '저희 조는 23개요', '빛을 더 가까이 해 보세요', '결과 사진 올렸어요'],
  },
  {
    session: 'english-1',
    title: 'Present Perfect: have you ever…?',
    teacher: '이하늘',
    className: '2학년 3반',
    subject: '영어',
    daysAgo: 1,
    tags: ['말하기'],
    look: 'sky',
    slides: [
      slide('Have you ever…?', 'have / has + p.p.', '경험을 묻고 답하기'),
      slide('Examples', 'I have been to Jeju twice.', 'She has never eaten durian.'),
      slide('Your turn', 'Ask your partner three questions', 'Write the answers down'),
    ],
    chat: ['I have been to Busan!', 'never와 ever 차이가 뭐예요?', 'Have you ever seen a whale?'],
  },
  {
    session: 'history-1',
    title: '조선의 건국과 한양',
    teacher: '최민준',
    className: '2학년 1반',
    subject: '역사',
    daysAgo: 1,
    tags: [],
    look: 'paper',
    slides: [
      slide('위화도 회군', '1388년 이성계', '요동 정벌에 반대한 까닭 네 가지'),
      slide('한양 천도', '1394년', '경복궁 · 종묘 · 사직의 자리'),
      slide('정도전의 구상', '재상 중심의 정치', '조선경국전'),
    ],
    chat: ['경복궁이 먼저 지어졌나요?', '4대문 이름이 뭐예요?'],
  },
  {
    session: 'cs-1',
    title: 'Python 반복문으로 별 그리기',
    teacher: '정유나',
    className: '1학년 4반',
    subject: '정보',
    daysAgo: 3,
    tags: ['실습'],
    look: 'night',
    slides: [
      slide('for i in range(5):', '    print("★" * (i + 1))', '들여쓰기를 꼭 확인해요'),
      slide('도전', '거꾸로 된 삼각형을 그려 보세요', 'range(5, 0, -1)'),
      slide('while과 비교', '몇 번 반복할지 알 때 → for', '언제 끝날지 모를 때 → while'),
    ],
    chat: ['IndentationError 나와요', '스페이스 4칸이에요', '됐다!!'],
  },
  {
    session: 'korean-1',
    title: '윤동주 「서시」 함께 읽기',
    teacher: '한소율',
    className: '3학년 2반',
    subject: '국어',
    daysAgo: 4,
    tags: ['수행 평가'],
    look: 'paper',
    slides: [
      slide('시인의 삶', '1917–1945', '식민지 청년의 부끄러움'),
      slide('시의 짜임', '과거 – 미래 – 현재', '마지막 행은 왜 따로 놓였을까요?'),
    ],
    chat: ['하늘은 무엇을 뜻해요?', '별이 희망 같아요'],
  },
  {
    session: 'science-2',
    title: '전자기 유도 실험',
    teacher: '박지훈',
    className: '3학년 1반',
    subject: '과학',
    daysAgo: 8,
    tags: ['실험'],
    look: 'night',
    slides: [
      slide('코일과 자석', '자석을 움직일 때만', '검류계 바늘이 움직여요'),
      slide('유도 전류를 키우려면', '빠르게 · 많이 감아 · 센 자석'),
    ],
    chat: ['바늘이 반대로 가요'],
  },
  {
    session: 'math-2',
    title: '이차함수의 그래프',
    teacher: '김서연',
    className: '1학년 1반',
    subject: '수학',
    daysAgo: 9,
    tags: [],
    look: 'board',
    slides: [
      slide('y = a(x − p)² + q', '꼭짓점 (p, q)', '축의 방정식 x = p'),
      slide('평행이동', 'x축으로 p만큼, y축으로 q만큼'),
    ],
    chat: ['a가 음수면 어떻게 돼요?'],
  },
  {
    session: 'art-1',
    title: '인상주의: 빛을 그린 사람들',
    teacher: '오지우',
    className: '2학년 2반',
    subject: '미술',
    daysAgo: 13,
    tags: ['감상'],
    look: 'sky',
    slides: [
      slide('빛과 시간', '같은 성당, 다른 시간', '그림자는 무슨 색일까요?'),
      slide('붓 자국', '가까이서 · 멀리서'),
    ],
    chat: [],
  },
  {
    session: 'music-1',
    title: '판소리 다섯 마당',
    teacher: '윤채원',
    className: '3학년 2반',
    subject: '음악',
    daysAgo: 20,
    tags: ['감상'],
    look: 'leaf',
    slides: [
      slide('소리꾼과 고수', '창 · 아니리 · 발림', '추임새: 얼씨구!'),
      slide('다섯 마당', '춘향가 · 심청가 · 흥보가'),
    ],
    chat: [],
  },
];
