/**
 * Words that are abuse or advertising whoever writes them, and harmless words that hold one. Strong entries decide by
 * themselves; weak ones only tell the model that there is something (a pupil says 'stupid' of a fraction far more often
 * than of a classmate). Patterns look at text folded by `foldForWords`.
 */
import type { ChatSeverity, SpamReason } from '../../../contract/chat-analysis.ts';
import { cleanText } from './fold.ts';
import { isSameList } from './same-list.ts';

export type LexiconHit = {
  reason: SpamReason;
  severity: Exclude<ChatSeverity, 'none'>;
  isStrong: boolean;
  /** The piece of the folded text. */
  found: string;
  /** Number of the entry in its list. */
  entry: number;
};
export type FoundWords = { abuse: LexiconHit[]; spam: LexiconHit[] };

type Entry = Omit<LexiconHit, 'found' | 'entry'> & { pattern: RegExp };

/** Between the syllables of a disguised word: signs, digits; spaces only where each syllable stands alone. */
const gap = '[^가-힣ㄱ-ㅣa-z\\s]{0,3}';

/** `시발` with anything that is no letter between its syllables; with spaces only as a word of its own. */
function spread(...syllables: string[]): string {
  const loose = syllables.join('[^가-힣ㄱ-ㅣa-z]{1,3}');
  return `(?:${syllables.join(gap)}|(?<![가-힣ㄱ-ㅣ])${loose}(?![가-힣]))`;
}

const profanity = (pattern: string, severity: LexiconHit['severity'] = 'medium', isStrong = true): Entry => ({
  reason: 'profanity',
  severity,
  isStrong,
  pattern: new RegExp(pattern, 'u'),
});
const insult = (pattern: string, severity: LexiconHit['severity'] = 'medium', isStrong = true): Entry => ({
  ...profanity(pattern, severity, isStrong),
  reason: 'insult',
});
const slur = (pattern: string): Entry => ({ ...profanity(pattern, 'high'), reason: 'slur' });
const threat = (pattern: string, isStrong = true): Entry => ({
  ...profanity(pattern, 'high', isStrong),
  reason: 'threat',
});

const abusive: readonly Entry[] = [
  // Korean profanity, in syllables, jamo, look-alikes and typed on an English keyboard.
  profanity(spread('(?:[시씨쉬씌싀슈쓔쒸]|ㅆㅣ|ㅅㅣ|ㅆl|ㅅl|씹)', '(?:[발빨벌뻘팔펄봘뱔빠]|ㅂㅏㄹ|바알|8)')),
  profanity('(?<![가-힣ㄱ-ㅣ])[ㅅㅆ][^가-힣ㄱ-ㅣ]{0,2}[ㅂㅃ](?![가-힣]|ㄷ)'),
  profanity('ㅅㅂ|ㅆㅂ|ㅅㅃ'),
  profanity(
    '(?<![a-z])(?:tlqkf|Tlqkf|tlqk|qudtls|wlfkf|whssk|shibal|ssibal|sibal|ssip+al|gaesaekki|byungsin)(?![a-z])',
  ),
  profanity(spread('[좆좃졷]', '?')),
  profanity('(?:존|졸|죤|쫀)[^가-힣a-z\\s]{0,2}(?:나|라|내|니)(?![매맨무갈])(?=$|[^가-힣]|[가-힣])', 'low'),
  profanity('(?<![가-힣ㄱ-ㅣ])ㅈ[^가-힣ㄱ-ㅣ]{0,2}ㄴ(?![가-힣ㄱ-ㅣ])', 'low'),
  profanity('ㅈㄹ|ㅈ같|ㅈ까|ㅈ망|ㅈ밥'),
  profanity(spread('지', '[랄럴]')),
  profanity(
    '염병|옘병|엠병|씹(?:새|덕|년|놈|창|할|것)|씨부[럴랄]|시부[럴랄]|제기랄|빠큐|뻐큐|엿\\s?(?:먹|처먹)|ㅗㅗ|凸|🖕',
  ),
  profanity('개(?:같|빡|짜증|노답|싫|극혐|빡|꼰대)', 'low', false),
  profanity('미친', 'low', false),
  profanity('ㅁㅊ', 'low', false),
  // Korean insults.
  insult(spread('(?:[병뵹븅빙]|ㅂㅕㅇ)', '(?:[신씬쉰]|ㅅㅣㄴ)'), 'high'),
  insult('ㅂㅅ|ㅄ|(?<![가-힣ㄱ-ㅣ])ㅂ[^가-힣ㄱ-ㅣ]{1,2}ㅅ(?![가-힣ㄱ-ㅣ])', 'high'),
  insult(
    '(?:개|씹|썅|호로|호구|미친|시|이|그|저|야|또라이|돼지)\\s?(?:새끼|쉐끼|색기|섀끼|쌔끼|쉑|세끼야|새키|색히|세키)',
    'high',
  ),
  insult('ㅅㄲ|ㄱㅅㄲ|ㄱㅐㅅㅐ|ㄲㅈ|ㄷㅊ'),
  insult('새끼(?:야|들|가|는|네|냐|임|ㅋ|$)|이새끼|저새끼|쟤새끼', 'high'),
  insult('(?:미친|썅|나쁜|이|그|저|도른|돈|멍청한)\\s?(?:놈|년|넘|뇬)(?:아|이|들|은|ㅋ|$)', 'high'),
  insult(
    '또라이|똘아이|돌아이|도라이|찐따|찐다|호구새|등신|머저리|얼간이|멍청이|멍충이|돌대가리|빡대가리|새대가리|닭대가리|대가리\\s?(?:비|빻|나쁘|텅|장식|안)',
    'medium',
  ),
  insult('아가리|주둥(?:이|아리)\\s?(?:닥|다물)|닥(?:쳐라?|치라)(?![올온오])|입\\s?닥|ㄷㅊ(?![가-힣ㄱ-ㅣ])'),
  insult('꺼(?:져라|지라고|져\\s?(?:제발|좀|줄래|새|병|버))|(?<![가-힣]\\s)(?<![가-힣])꺼져(?=$|[!~.ㅋ])'),
  insult(
    '느(?:금|그)\\s?(?:마|애미)|니\\s?(?:애미|에미|엄마|애비|앰)|너네\\s?(?:엄마|애미)|ㄴㄱㅁ|엠창|앰창|앰생|엠생|애미\\s?(?:없|뒤)',
    'high',
  ),
  insult('(?:급식|틀딱|맘|진지|설명|한남|벌레|식|노답)충(?:이|들|아|ㅋ|$)|틀딱|잼민이', 'medium'),
  insult(
    '극혐|역겹|역겨|재수\\s?없|밥맛|못생(?:긴|겼)|쓰레기\\s?(?:같|새|야|임|네)|나대지|나대네|설치지|깝치|까불지|관종|노잼이?새',
    'low',
    false,
  ),
  insult(
    '바보|멍청|한심|돼지|찌질|루저|왕따|은따|모자라|덜떨어|저능|지능|뇌(?:가|는|도)?\\s?(?:없|장식|비|빼)|수준\\s?(?:봐|떨|하고)|수준(?:이)?\\s?(?:왜|낮)|꼴(?:값|깝)|꼬라지|꼰대|노답',
    'low',
    false,
  ),
  insult(
    'ㅉㅉ|ㄲㅈ|너는?\\s?(?:빠져|빠지)|너나\\s?잘|니\\s?주제|네\\s?주제|주제에|나댐|꼴값|눈치\\s?(?:없|챙)|친구\\s?없|싸가지|재섭|ㅈㅅ하면',
    'low',
    false,
  ),
  slur(
    '애자(?:냐|새|임|야|ㅋ|$)|장애(?:냐|인이냐|새|년|놈|임\\?)|게이(?:냐|새끼)|짱(?:깨|께)|쪽(?:바리|발이)|흑형|깜둥이|한녀|한남|김치녀|된장녀|똥남아|다문화\\s?(?:새|주제)',
  ),
  // Threats.
  threat(
    '(?:죽여|쥑여|죽이)\\s?(?:버|버린|줄까|뿐|삔|고\\s?싶)|죽인다|죽고\\s?싶(?:냐|니|어\\?|지)|뒤질래|뒤진다|디질래|뒤지고\\s?싶|쳐?맞(?:을래|고\\s?싶)|(?:패|때려)\\s?(?:버린|줄까|준다|죽)|줘\\s?패|쥐어\\s?팬|목을?\\s?(?:딴|따버)|찢어\\s?버|칼\\s?(?:들고|빵)',
  ),
  threat('뒤져(?:라|$|버|ㅋ)|나가\\s?(?:죽|뒤)|죽어(?:라|버려)'),
  threat(
    '가만\\s?(?:안|두지)|가만히?\\s?안\\s?[둘둔]|학교\\s?끝나고\\s?(?:보자|남아|나와)|끝나고\\s?(?:보자|두고|나와)|두고\\s?보자|각오해|옥상(?:으로|에서)|맞을래|밟아|죽어$|조심해라',
    false,
  ),
  // English.
  profanity(
    "(?<![a-z])(?:mother)?f+[^a-z\\s]{0,2}[u*@v#.\\-_]+[^a-z\\s]{0,2}c*[^a-z\\s]{0,2}k+(?:e[rd]s?|in[g']?|s|ed|off|u|you)?(?![a-z])|(?<![a-z])f[*#@]{2,3}k?(?:ing)?(?![a-z])|(?<![a-z])f\\s?u\\s?c\\s?k(?![a-z])|(?<![a-z])(?:fck|fcking|fkn|fkin|fking|fuk|fuq|phuck|effing|mofo|mf)(?![a-z])",
  ),
  profanity(
    '(?<![a-z])(?:bull|horse|dip)?s+h+[i!1*l]+t+(?:ty|s|ting|head|show)?(?![a-z])|(?<![a-z])sh[*#]t|(?<![a-z])s\\*\\*t',
    'medium',
  ),
  profanity(
    '(?<![a-z])(?:wtf|wth|stfu|gtfo|lmfao|omfg|af bitch|goddamn|goddam|piss off|bollocks|wanker|crap\\s?head)(?![a-z])',
    'low',
  ),
  profanity('(?<![a-z])(?:damn|crap|hell|sucks?|pissed|bloody|heck|freaking|frickin)(?![a-z])', 'low', false),
  insult(
    '(?<![a-z])(?:b[i!1*]+a*t?ch(?:es|y|ass)?|biatch|a[s$]{2}\\s?-?hole?s?|@sshole|d[i1]ck(?:head|s)?|dumb\\s?-?a[s$]{2}|jack\\s?ass|ass\\s?hat|smart\\s?ass|c[u*]nt|bastard|douche(?:bag)?|prick|twat|scumbag|slut|whore|hoe|tosser|bellend|knobhead|pr[i1]ck|pu[s$]{2}y)(?![a-z])',
    'high',
  ),
  insult(
    '(?<![a-z])(?:shut\\s?(?:the\\s\\w+\\s)?up|idiots?|id[1i]ot|moron(?:s|ic)?|imbecile|dimwit|numbskull|dumbo|loser|l0ser|brain\\s?dead|braindead|airhead|pathetic)(?![a-z])',
    'medium',
    false,
  ),
  insult(
    "(?<![a-z])(?:(?:ur|u|you|your|youre|you're|he|she|he's|she's|hes|shes)\\s(?:are\\s|r\\s|is\\s|such\\s|so\\s|a\\s|an\\s|really\\s|literally\\s|just\\s)*(?:stupid|dumb|ugly|fat|gross|trash|weird|annoying|idiot|moron|loser|joke|clown|freak|disgusting|worthless|useless|garbage|dense|slow|nobody|pig|cow|cringe|embarrassing))",
    'medium',
    false,
  ),
  insult(
    "(?<![a-z])(?:no\\s?(?:one|body)\\s(?:likes|asked|cares|wants)|go\\s?away|you suck|u suck|hate (?:you|u)|stupid|dumb|ugly|freak|weirdo|clown|fatso|fatty|teacher'?s pet|nerd|noob|trash)(?![a-z])",
    'low',
    false,
  ),
  slur(
    '(?<![a-z])(?:ret[a@4]rd(?:ed|s)?|n[i1]gg(?:er|a)s?|f[a@]gg?(?:ot)?s?|tranny|chink|spastic|spaz|autist|mongoloid)(?![a-z])',
  ),
  threat(
    "(?<![a-z])(?:kys|k\\.?y\\.?s|kill\\s(?:yourself|urself|your\\s?self|you|u)|go\\sdie|drop\\sdead|(?:beat|punch|smash|knock|stab|shoot|hurt|end)\\s(?:you|u|ur|your)(?:\\sup|\\sface|\\sout)?|i'?ll\\s(?:kill|find|get)\\s(?:you|u)|unalive\\syourself)(?![a-z])",
  ),
  threat(
    "(?<![a-z])(?:watch\\s(?:your|ur)\\sback|meet\\sme|after\\sschool|you'?re\\sdead|ur\\sdead|u\\sr\\sdead|wait\\stil+|see\\swhat\\shappens|regret)(?![a-z])",
    false,
  ),
];

const advert = (pattern: string, isStrong = true, reason: SpamReason = 'advert'): Entry => ({
  reason,
  severity: isStrong ? 'medium' : 'low',
  isStrong,
  pattern: new RegExp(pattern, 'u'),
});

const spammy: readonly Entry[] = [
  advert(
    'open\\.kakao|discord\\.gg|t\\.me/|bit\\.ly|linktr\\.ee|onlyfans|tinyurl|me2\\.do|han\\.gl',
    true,
    'link',
  ),
  advert(
    '오픈\\s?(?:채팅|카톡|톡)|옵챗|텔레그램|텔레\\s?(?:주|ㄱ)|카톡\\s?(?:아이디|id|친추)|디스코드\\s?(?:서버|들어|초대)',
    false,
  ),
  advert(
    '구독\\s?(?:과|좋|눌|부탁|좀|해|하)|좋댓구알|맞팔|선팔|팔로우|팔로\\s?(?:미|해)|좋아요\\s?(?:눌|반사|부탁)|조회수|내?\\s?채널|유튜브\\s?(?:채널|놀러|구독)',
    false,
  ),
  advert(
    '문상|문화상품권|기프티콘|기프트\\s?카드|무료\\s?(?:나눔|쿠폰|충전|체험|다운|배포)|공짜로|당첨|선착순|이벤트|할인|쿠폰|최저가|특가|추천인|가입\\s?(?:하|시|만)|적립|꽁머니|토토|바카라|카지노|코인|리딩방|고수익|꿀알바|알바\\s?(?:모집|구함|하실)|재택|부업|대리|계정\\s?(?:팔|판|삽)|급처|현질|다이아|로벅스|캐시\\s?(?:팔|충)|대출',
    false,
  ),
  advert(
    '팔아요|팝니다|판매|사실\\s?분|사가실|삽니다|중고|직거래|쿨거|네고|택포|만원에|원에\\s?(?:팔|드|넘)|dm\\s?(?:주|ㄱ|해|줘)|디엠|갠톡|쪽지\\s?주|문의',
    false,
  ),
  advert(
    '행운의\\s?편지|이\\s?(?:글|메시지|편지|메세지|문자)(?:을|를|은)?.{0,20}(?:명|곳|개|군데|번)(?:에게|한테|에|의)?.{0,14}(?:보내|전|복붙|복사|퍼|뿌|올|돌)|(?:명|친구들?)(?:에게|한테)\\s?(?:보내|전달|퍼뜨|복붙|돌리)|안\\s?(?:보내|퍼뜨|돌리|옮기)(?:면|시면)',
    true,
    'chain_letter',
  ),
  advert(
    '(?<![a-z])(?:send|forward|copy|paste|repost|share|pass)\\s(?:this|it)\\s.{0,25}(?:to|with|on|in)\\s.{0,12}(?:\\d+|ten|five|seven|all|every|people|friends|chats?|groups?)',
    true,
    'chain_letter',
  ),
  advert(
    '(?<![a-z])(?:subscribe|subs?|follow\\s?(?:me|my|4|for|back)|f4f|like\\s(?:and|&|n)\\s(?:sub|share)|my\\s(?:channel|tiktok|insta|yt|youtube|stream|store|shop|etsy|server|merch)|giveaway|free\\s(?:robux|vbucks|v-bucks|gift|nitro|skins?|iphone|trial|money|followers)|promo|discount|\\d+%\\soff|coupon|buy\\snow|for\\ssale|selling|dm\\s(?:me|for)|hmu|cash\\s?app|venmo|paypal|crypto|bitcoin|earn\\s|click\\s(?:here|this|the|my)|link\\sin\\s(?:my\\s)?bio|join\\s(?:my|our|this)\\s(?:server|discord|group|clan)|limited\\s(?:time|offer)|sign\\s?up\\s(?:with|using|now)|use\\s(?:my\\s)?code|essays?\\sfor|homework\\sfor\\s\\$|\\$\\d+)',
    false,
  ),
  advert('01[016789][-. ]?\\d{3,4}[-. ]?\\d{4}', false),
];

/** Words that hold one of the above and mean no harm; taken out before anything is looked for. */
const harmless = new RegExp(
  [
    '시발(?:점|역|지|택시|자동차|\\(|차|년도)',
    '(?:다|역|혹|표|잠|즉|몹|택|도|전|일|임|당|개|제|실|응|무|필|동|접|감|지|명|암|게|연|출|수|공|고|해|캡|번|메|몇)시\\s?발(?!놈|년|아|것|새)',
    '병신(?:년|일|생|해|\\(|양요|정변|사화)',
    '(?:육십|丙申)\\S*병신',
    '새끼\\s?(?:손|발|줄|고양이|강아지|돼지|호랑이|사자|곰|새|오리|양|토끼|개구리|거북|펭귄|가락|치기|동물|물고기|염소|송아지|판다|캥거루)',
    '(?:고양이|강아지|돼지|호랑이|사자|곰|오리|양|토끼|거북이?|펭귄|어미와|동물|말|소|염소|캥거루)\\s?새끼',
    '미친\\s?(?:듯|영향|바|결과|파장|효과|것으로|점|요인)',
    '미친다|영향(?:을|도|이|력을)?\\s?\\S{0,6}\\s?미친',
    '졸라(?:맨|매)',
    '존나(?=\\?\\s?뜻)',
    '지랄탄',
    '닥쳐\\s?(?:올|온|오|왔)',
    '씨발(?:아|근)(?=[가-힣])',
    '(?:화면|불|마이크|컴퓨터|노트북|컴|폰|카메라|캠|소리|전원|패드|와이파이|앱|프로그램|창|모니터|빔|자꾸|계속|갑자기|또)(?:이|가|은|는|도|만)?\\s?\\S{0,6}\\s?꺼(?:져|지)',
    '바보\\s?(?:온달|이반|상자)',
    '(?:아기|꽃|흑|멧|저금통|황금)\\s?돼지|돼지\\s?(?:고기|저금통|감자|피|심장|코|가|는|열병)',
    '쓰레기\\s?(?:통|봉투|분리|매립|소각|값|섬|종량|수거|줄|문제|처리|배출|산|더미|를|가|는)',
    'essay\\s?shit(?=ake)',
    '(?:moby|charles|philip)[- ]dick(?:ens)?',
    'dick\\s?(?:and\\sjane)',
    'cock(?:pit|tail|roach|atoo)',
    '중고등|중고생|당첨자|할인율|할인\\s?(?:가격|된|문제|판매|하면|금액)|쿠폰\\s?문제|이벤트\\s?(?:리스너|핸들러|처리|루프)|대리\\s?(?:석|인|투표)',
    '(?:정가|원가|이익|판매(?:가|량|액|자|원|점|량이)|소비자|할인)\\S*',
  ].join('|'),
  'gu',
);

/** Lower case, three of a sign or more are one; digits and signs stay, since they are the disguise. */
function foldForWords(clean: string): string {
  return clean.toLowerCase().replaceAll(/([^\d\s])\1{2,}/gu, '$1');
}

export function findWords(text: string): FoundWords {
  return wordsIn(cleanText(text));
}

/**
 * Harmless words are taken out first, then every entry is looked for.
 * @param clean by `cleanText`
 */
export function wordsIn(clean: string): FoundWords {
  const folded = foldForWords(clean).replaceAll(harmless, ' ');
  return { abuse: hitsOf(abusive, folded), spam: hitsOf(spammy, folded) };
}

/** The text without words that are allowed in this school; they are compared without case and spaces. */
export function withoutWords(text: string, allowed: readonly string[]): string {
  let rest = cleanText(text);
  for (const pattern of patternsOf(allowed)) rest = rest.replaceAll(pattern, ' ');
  return rest;
}

/** Of the list that was asked for last: a school's is asked for with every line. */
let allowedPatterns: { words: readonly string[]; patterns: readonly RegExp[] } = { words: [], patterns: [] };

function patternsOf(allowed: readonly string[]): readonly RegExp[] {
  if (isSameList(allowedPatterns.words, allowed)) return allowedPatterns.patterns;
  const patterns = allowed.flatMap((word) => {
    const signs = Array.from(cleanText(word).replaceAll(/\s/gu, ''));
    if (signs.length === 0) return [];
    const pattern = signs
      .map((sign) => sign.replace(/[\\^$.*+?()[\]{}|/-]/u, String.raw`\$&`))
      .join(String.raw`\s?`);
    return [new RegExp(pattern, 'giu')];
  });
  allowedPatterns = { words: [...allowed], patterns };
  return patterns;
}

function hitsOf(entries: readonly Entry[], folded: string): LexiconHit[] {
  const hits: LexiconHit[] = [];
  for (const [entry, { pattern, reason, severity, isStrong }] of entries.entries()) {
    const found = pattern.exec(folded)?.[0];
    if (found !== undefined) hits.push({ reason, severity, isStrong, found, entry });
  }
  return hits;
}
