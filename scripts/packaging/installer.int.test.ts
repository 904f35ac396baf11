/** The include file of the Windows installer, compiled as electron-builder's script includes it, where NSIS is installed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const hasNsis = spawnSync('makensis', ['-VERSION']).status === 0;
const include = path.join(import.meta.dirname, '..', '..', 'packaging', 'windows', 'installer.nsh');
const work = mkdtempSync(path.join(tmpdir(), 'airclass-nsis-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** What electron-builder's own script defines around the macros. */
const installer = `Unicode true
Name "AIRClass Recorder"
OutFile "${path.join(work, 'airclass-setup.exe')}"
InstallDir "$PROGRAMFILES64\\AIRClass Recorder"
RequestExecutionLevel user
!include "LogicLib.nsh"
!include "FileFunc.nsh"
!define APP_EXECUTABLE_FILENAME "AIRClass Recorder.exe"
!define isUpdated '$updated == "1"'
Var appExe
Var updated
!include "${include}"
Section "install"
  SetShellVarContext all
  StrCpy $appExe "$INSTDIR\\AIRClass Recorder.exe"
  WriteUninstaller "$INSTDIR\\uninstall.exe"
  !insertmacro customInstall
SectionEnd
Section "Uninstall"
  StrCpy $updated "0"
  !insertmacro customUnInstall
SectionEnd
`;

describe.runIf(hasNsis)('the include file of the Windows installer', () => {
  it('compiles without a warning', () => {
    const script = path.join(work, 'setup.nsi');
    writeFileSync(script, `\uFEFF${installer}`);
    // -WX: electron-builder takes warnings for errors too.
    const result = spawnSync('makensis', ['-WX', '-V2', script], { encoding: 'utf8' });
    expect(`${result.stdout}${result.stderr}`.trim()).toBe('');
    expect(result.status).toBe(0);
    expect(statSync(path.join(work, 'airclass-setup.exe')).size).toBeGreaterThan(30_000);
  });
});
