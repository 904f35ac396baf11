/** The two pages the shell shows by itself: the core is starting; the core could not start. No script, no files. Pure. */
import { shellScheme, type ShellAction } from './navigation-guard.ts';
import type { Language, Say } from './words.ts';

type Look = { language: Language; say: Say };

export function startingPage({ language, say }: Look): string {
  return page(
    language,
    say('appName'),
    `<main class="calm" role="status"><div class="mark" aria-hidden="true"></div><p>${escape(say('preparing'))}</p></main>`,
  );
}

/** @param logTail the last the core wrote, without credentials */
export function failurePage({ language, say }: Look, logTail: string): string {
  const steps = say('gaveUpSteps')
    .split('\n')
    .map((line) => `<li>${escape(line)}</li>`)
    .join('');
  const link = (action: ShellAction, label: string, isFirst = false) =>
    `<a href="${shellScheme}${action}"${isFirst ? ' class="first"' : ''}>${escape(label)}</a>`;
  return page(
    language,
    say('gaveUpTitle'),
    `<main><h1>${escape(say('gaveUpTitle'))}</h1><p>${escape(say('gaveUpDetail'))}</p><ol>${steps}</ol>
<nav>${link('retry', say('retry'), true)}${link('choose-folder', say('chooseFolder'))}${link('show-log', say('showLog'))}${link('quit', say('quit'))}</nav>
<h2>${escape(say('gaveUpLog'))}</h2><pre tabindex="0">${escape(logTail.trim() === '' ? '—' : logTail.trim())}</pre></main>`,
  );
}

/** As an address that a window can load. */
export function asAddress(html: string): string {
  return `data:text/html;charset=utf-8,${encodeURIComponent(html)}`;
}

export function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const style = `
:root{color-scheme:light dark;font:16px/1.5 Pretendard,system-ui,"Apple SD Gothic Neo","Malgun Gothic","Noto Sans CJK KR",sans-serif;word-break:keep-all}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:light-dark(#f7f8fa,#16181d);color:light-dark(#1d2129,#e8eaf0)}
main{max-width:640px;padding:48px 32px;box-sizing:border-box;width:100%}
.calm{display:grid;justify-items:center;gap:16px;text-align:center;color:light-dark(#575e6d,#a3aab9)}
.mark{width:56px;height:56px;border-radius:14px;background:#4f5bd5 linear-gradient(#fff,#fff) center/0 no-repeat;position:relative}
.mark::after{content:"";position:absolute;left:21px;top:16px;border:12px solid transparent;border-left:19px solid #fff;border-right:0}
h1{font-size:28px;line-height:1.3;margin:0 0 12px}
h2{font-size:14px;margin:32px 0 8px;color:light-dark(#575e6d,#a3aab9)}
p{margin:0 0 16px}ol{margin:0 0 24px;padding-left:24px}li{margin:4px 0}
nav{display:flex;flex-wrap:wrap;gap:8px}
a{padding:8px 16px;border-radius:8px;text-decoration:none;color:inherit;border:1px solid light-dark(#c9cedb,#3d4350)}
a.first{background:#4f5bd5;border-color:#4f5bd5;color:#fff}
a:focus-visible,pre:focus-visible{outline:2px solid light-dark(#4f5bd5,#9aa3ff);outline-offset:2px}
pre{margin:0;padding:12px;border-radius:8px;max-height:240px;overflow:auto;font-size:12px;white-space:pre-wrap;word-break:break-all;background:light-dark(#eceef3,#20232b)}`;

function page(language: Language, title: string, body: string): string {
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escape(title)}</title>
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'"><style>${style}</style></head><body>${body}</body></html>`;
}
