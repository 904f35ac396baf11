/** Small pure pieces: file names, autostart entries, screens, the shell's own pages, words. */
import { describe, expect, test } from 'vitest';
import { desktopEntry } from './desktop-entry.ts';
import { safeFileName } from './file-name.ts';
import { menuModel } from './menu-model.ts';
import { screenItems } from './screen-model.ts';
import { failurePage, startingPage } from './status-pages.ts';
import { alarmText, endWord, spokenDuration, wordsIn } from './words.ts';

describe('file names', () => {
  test.each([
    ['로그의 성질: 1/2.mp4', '로그의 성질 1 2.mp4'],
    ['../../etc/passwd', 'etc passwd'],
    ['CON.mp4', '_CON.mp4'],
    ['a\u202egpj.exe', 'a gpj.exe'],
    ['...', 'lesson'],
    ['.mp4', 'mp4'],
    ['name. ', 'name'],
  ])('%s becomes %s', (wanted, name) => {
    expect(safeFileName(wanted)).toBe(name);
  });

  test('are cut without losing the ending', () => {
    const name = safeFileName(`${'가'.repeat(400)}.mp4`);
    expect(name).toHaveLength(120);
    expect(name.endsWith('.mp4')).toBe(true);
  });
});

describe('autostart entry', () => {
  test('quotes what a desktop would expand', () => {
    expect(desktopEntry(['/opt/AIR Class/app', '100%', '$HOME`x`"'])).toContain(
      'Exec="/opt/AIR Class/app" "100%%" "\\\\$HOME\\\\`x\\\\`\\\\""',
    );
  });
});

describe('screens', () => {
  const displays = [
    { id: 11, label: '', isPrimary: true, width: 1920, height: 1080 },
    { id: 22, label: 'Projector', isPrimary: false, width: 1280, height: 720 },
  ];
  const captured = [
    { displayId: '22', name: 'Screen 2', thumbnail: 'data:image/png;base64,b' },
    { displayId: '11', name: 'Screen 1', thumbnail: 'data:image/png;base64,a' },
  ];

  test('get the number that ffmpeg counts them by, and their own picture', () => {
    const items = screenItems(displays, captured, { platform: 'win32', isWayland: false });
    expect(items.map((item) => [item.stream_url, item.name, item.thumbnail])).toEqual([
      ['screen:0', 'Screen 1', 'data:image/png;base64,a'],
      ['screen:1', 'Projector', 'data:image/png;base64,b'],
    ]);
  });

  test('are one desktop on X11 and none that can be recorded on Wayland', () => {
    const x11 = screenItems(displays, captured, { platform: 'linux', isWayland: false });
    expect(x11.map((item) => item.stream_url)).toEqual(['screen:']);
    expect(screenItems(displays, captured, { platform: 'linux', isWayland: true })).toEqual([]);
  });

  test('are listed without a picture too', () => {
    expect(screenItems(displays, [], { platform: 'darwin', isWayland: false })).toMatchObject([
      { stream_url: 'screen:0', name: '1', thumbnail: null },
      { stream_url: 'screen:1', name: 'Projector', thumbnail: null },
    ]);
  });
});

describe('the shell’s own pages', () => {
  const look = { language: 'ko', say: wordsIn('ko') } as const;

  test('hold no script and show the log as text', () => {
    const html = failurePage(look, '<script>alert(1)</script> & "more"');
    expect(html).not.toMatch(/<script/i);
    expect(html).toContain('&lt;script&gt;');
    expect(html).toContain("default-src 'none'");
    expect(startingPage(look)).toContain('lang="ko"');
  });
});

describe('words', () => {
  test('fill values in and leave what is unknown', () => {
    expect(wordsIn('en')('diskLow', { minutes: 5 })).toBe('Room for 5 minutes is left');
    expect(wordsIn('ko')('diskLow')).toContain('{minutes}');
  });

  test('say durations as people do', () => {
    expect(spokenDuration(wordsIn('ko'), 59)).toBe('0분');
    expect(spokenDuration(wordsIn('ko'), 3725)).toBe('1시간 2분');
    expect(spokenDuration(wordsIn('en'), 3725)).toBe('1 h 2 min');
    expect(spokenDuration(wordsIn('en'), -5)).toBe('0 min');
  });

  test('give the reason a lesson ended for', () => {
    const say = wordsIn('ko');
    expect(say(endWord('disk_full'))).toContain('저장 공간');
    expect(say(endWord('source_auth_failed'))).toContain('비밀번호');
    expect(say(endWord('source_lost'))).toContain('들어오는 화면');
    expect(say(endWord(undefined))).toContain('들어오는 화면');
  });

  test('tell for every alarm what to do', () => {
    for (const language of ['ko', 'en'] as const) {
      expect(alarmText(language, 'silent').body.length).toBeGreaterThan(10);
    }
  });
});

const labels = (platform: NodeJS.Platform, isDevelopment: boolean) =>
  menuModel(wordsIn('en'), { platform, isDevelopment });

describe('menu', () => {
  test('has developer tools only in development, and a program menu only on a Mac', () => {
    expect(JSON.stringify(labels('win32', false))).not.toContain('toggleDevTools');
    expect(JSON.stringify(labels('linux', true))).toContain('toggleDevTools');
    expect(labels('darwin', false)[0]?.label).toBe('AIRClass Recorder');
    expect(labels('win32', false)[0]?.label).toBe('File');
  });

  test('gives no two entries the same keys', () => {
    for (const platform of ['darwin', 'win32', 'linux'] as const) {
      const keys = menuModel(wordsIn('ko'), { platform, isDevelopment: true }).flatMap(({ entries }) =>
        entries.flatMap((entry) => (entry.type === 'command' ? (entry.accelerator ?? []) : [])),
      );
      expect(new Set(keys).size).toBe(keys.length);
    }
  });
});
