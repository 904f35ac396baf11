/** A freedesktop.org autostart entry. Pure. */

/** @param command program and arguments */
export function desktopEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=AIRClass Recorder',
    'Name[ko]=AIRClass 녹화기',
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Exec keys quote with double quotes; `%` begins a field code. The value itself is unescaped once more. */
function quoted(argument: string): string {
  const inner = argument.replaceAll(/["`$\\]/g, (character) => `\\${character}`);
  return `"${inner.replaceAll('\\', '\\\\').replaceAll('%', '%%')}"`;
}
