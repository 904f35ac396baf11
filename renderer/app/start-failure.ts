/** What stands in place of the page when not even its words could be fetched: plain, in both languages, with a way out. */

const said = [
  { lang: 'ko', line: '화면을 불러오지 못했어요.', action: '다시 불러오기' },
  { lang: 'en', line: 'The page could not be loaded.', action: 'Load again' },
] as const;

export function showStartFailure(root: HTMLElement): void {
  const box = document.createElement('div');
  box.setAttribute('role', 'alert');
  box.style.padding = '2rem';
  box.style.fontFamily = 'sans-serif';
  for (const { lang, line } of said) box.append(inLanguage('p', lang, line));
  const button = document.createElement('button');
  button.type = 'button';
  button.style.marginTop = '1rem';
  for (const { lang, action } of said) {
    if (button.hasChildNodes()) button.append(' · ');
    button.append(inLanguage('span', lang, action));
  }
  button.addEventListener('click', () => location.reload());
  box.append(button);
  root.replaceChildren(box);
}

function inLanguage(tag: 'p' | 'span', lang: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  element.lang = lang;
  element.textContent = text;
  return element;
}
