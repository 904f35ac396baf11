/** The classroom of the demo: five slides on a blackboard, each with its own tone, as one clip. */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

type Slide = { title: string; line: string; toneHz: number };

const koreanSlides: Slide[] = [
  { title: '로그의 뜻', line: 'a의 x제곱이 N일 때  x = log N', toneHz: 262 },
  { title: '로그의 성질', line: 'log MN = log M + log N', toneHz: 294 },
  { title: '밑의 변환 공식', line: '밑을 바꾸어 계산해 봅시다', toneHz: 330 },
  { title: '상용로그', line: '밑이 10인 로그', toneHz: 349 },
  { title: '연습 문제', line: '12쪽 3번을 함께 풀어요', toneHz: 392 },
];
const latinSlides: Slide[] = [
  { title: 'What a logarithm is', line: 'x = log N', toneHz: 262 },
  { title: 'Properties', line: 'log MN = log M + log N', toneHz: 294 },
  { title: 'Change of base', line: 'Let us calculate', toneHz: 330 },
  { title: 'Common logarithms', line: 'base 10', toneHz: 349 },
  { title: 'Exercises', line: 'Page 12, number 3', toneHz: 392 },
];

const slideSec = 4;

/** Fonts of Windows and macOS that can draw Korean: ffmpeg finds none there by itself, and fontconfig is rare. */
const systemFonts: Partial<Record<NodeJS.Platform, string>> = {
  win32: 'C:/Windows/Fonts/malgun.ttf',
  darwin: '/System/Library/Fonts/AppleSDGothicNeo.ttc',
};

/** A font file that can draw Korean; undefined where there is none. */
function koreanFont(): string | undefined {
  const known = systemFonts[process.platform];
  if (known !== undefined && existsSync(known)) return known;
  const { status, stdout } = spawnSync('fc-match', ['-f', '%{file}\n%{lang}', 'sans:lang=ko'], {
    encoding: 'utf8',
  });
  if (status !== 0) return undefined;
  const [file = '', languages = ''] = stdout.split('\n');
  return languages.split('|').includes('ko') ? file : undefined;
}

/** As an option of drawtext: the colon of a Windows drive would end it. */
export function fontOption(file: string): string {
  return `fontfile='${file.replaceAll(':', String.raw`\:`)}'`;
}

/**
 * @param folder where the clip and the texts of its slides are written
 * @returns path of a 20 s Matroska clip, H.264 and AAC
 * @throws Error with ffmpeg's words when it cannot be made
 */
export function makeClassroomClip(
  ffmpeg: string,
  folder: string,
): {
  clip: string;
  isKorean: boolean;
  titles: string[];
} {
  const font = koreanFont();
  const slides = font === undefined ? latinSlides : koreanSlides;
  const text = (index: number, name: string, content: string, style: string) => {
    // Text from a file needs no escaping for ffmpeg's filter language.
    const file = `slide-${index}-${name}.txt`;
    writeFileSync(path.join(folder, file), content);
    const from = index * slideSec;
    const parts = [`textfile=${file}`, style, `enable='between(t,${from},${from + slideSec - 0.001})'`];
    if (font !== undefined) parts.push(fontOption(font));
    return `drawtext=${parts.join(':')}`;
  };
  const drawings = slides.flatMap(({ title, line }, index) => [
    text(index, 'title', title, 'fontsize=84:fontcolor=0xf4f1e4:x=90:y=180'),
    text(index, 'line', line, 'fontsize=48:fontcolor=0xbfe3c8:x=90:y=340'),
    text(index, 'page', `${index + 1} / ${slides.length}`, 'fontsize=32:fontcolor=0x8fb39a:x=w-tw-60:y=h-80'),
  ]);
  const seconds = slides.length * slideSec;
  const picture = `color=c=0x1f3d2f:s=1280x720:r=25:d=${seconds},${drawings.join(',')}`;
  const tones = slides
    .map(
      ({ toneHz }, index) => `between(t,${index * slideSec},${(index + 1) * slideSec})*sin(2*PI*${toneHz}*t)`,
    )
    .join('+');
  const clip = path.join(folder, 'classroom.mkv');
  const made = spawnSync(
    ffmpeg,
    [
      ...['-hide_banner', '-nostdin', '-loglevel', 'error', '-y', '-f', 'lavfi', '-i', picture],
      ...['-f', 'lavfi', '-i', `aevalsrc='0.3*(${tones})':s=48000:d=${seconds}`],
      ...'-c:v libx264 -preset ultrafast -tune stillimage -crf 24 -pix_fmt yuv420p -g 25 -keyint_min 25'.split(
        ' ',
      ),
      ...'-sc_threshold 0 -bf 0 -c:a aac -b:a 96k -ac 1'.split(' '),
      clip,
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`the classroom could not be drawn: ${made.stderr}`);
  return { clip, isKorean: font !== undefined, titles: slides.map(({ title }) => title) };
}
