/** Text with the found parts marked. */
export function Highlighted({
  text,
  ranges,
}: {
  text: string;
  ranges: readonly (readonly [number, number])[];
}) {
  const parts = splitAt(text, ranges);
  return parts.map(({ from, content, isMarked }) =>
    isMarked ? <mark key={from}>{content}</mark> : <span key={from}>{content}</span>,
  );
}

function splitAt(text: string, ranges: readonly (readonly [number, number])[]) {
  const parts: { from: number; content: string; isMarked: boolean }[] = [];
  let at = 0;
  for (const [from, to] of ranges) {
    if (from > at) parts.push({ from: at, content: text.slice(at, from), isMarked: false });
    if (to > from) parts.push({ from, content: text.slice(from, to), isMarked: true });
    at = Math.max(at, to);
  }
  if (at < text.length) parts.push({ from: at, content: text.slice(at), isMarked: false });
  return parts;
}
