/**
 * A session id for a lesson that is started by hand: when it began, readable in exports, and a random end so that two
 * rooms that start in the same second differ.
 */
export function newSessionId(now: Date, random: () => number = Math.random): string {
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  const end = Math.floor(random() * 36 ** 4)
    .toString(36)
    .padStart(4, '0');
  return `lesson-${day}-${time}-${end}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
