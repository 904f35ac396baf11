/**
 * electron-builder calls this with the WiX project of the MSI before it is compiled: adds what the other installer's
 * include file writes, so that the program joins "Open with" without becoming anybody's default, and its links open.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const program = 'AIRClass Recorder.exe';
const progId = 'AIRClassRecorder.Video';
const updateProgId = 'AIRClassRecorder.Update';
export const videoEndings = ['.mp4', '.m4v', '.mov', '.mkv', '.webm', '.flv'];
const open = '&quot;[APPLICATIONFOLDER]AIRClass Recorder.exe&quot; &quot;%1&quot;';

export function msiProjectCreated(file) {
  writeFileSync(file, withRegistration(readFileSync(file, 'utf8')));
}

/**
 * @param {string} project text of the WiX project
 * @throws {Error} when it does not look as expected: a package without the entries would not be noticed
 */
export function withRegistration(project) {
  const end = '</ComponentGroup>';
  if (project.split(end).length !== 2) throw new Error('The MSI project has no single group of components.');
  return project.replace(end, `${component()}\n    ${end}`);
}

function component() {
  const classes = 'Software\\Classes';
  const application = `${classes}\\Applications\\${program}`;
  const values = [
    [`${classes}\\${progId}`, '', 'AIRClass Recorder'],
    [`${classes}\\${progId}\\shell\\open\\command`, '', open],
    [application, 'FriendlyAppName', 'AIRClass Recorder'],
    [`${application}\\shell\\open\\command`, '', open],
    ...videoEndings.flatMap((ending) => [
      [`${classes}\\${ending}\\OpenWithProgids`, progId, ''],
      [`${application}\\SupportedTypes`, ending, ''],
    ]),
    // Nobody else's: the program opens them by default.
    [`${classes}\\.airclass-update`, '', updateProgId],
    [`${classes}\\${updateProgId}`, '', 'AIRClass Recorder Update'],
    [`${classes}\\${updateProgId}\\shell\\open\\command`, '', open],
    [`${classes}\\airclass-recorder`, '', 'URL:AIRClass Recorder'],
    [`${classes}\\airclass-recorder`, 'URL Protocol', ''],
    [`${classes}\\airclass-recorder\\shell\\open\\command`, '', open],
  ];
  const lines = values.map(([key, name, value], index) => {
    const named = name === '' ? '' : ` Name="${name}"`;
    // A component needs one value by which Windows sees whether it is installed.
    const keyPath = index === 0 ? ' KeyPath="yes"' : '';
    return `        <RegistryValue Root="HKLM" Key="${key}"${named} Type="string" Value="${value}"${keyPath}/>`;
  });
  const id = 'Id="OpenWithRegistration" Guid="2B0F1B7E-6B0E-4B57-8E0B-6D0C5B6C9F11"';
  return ['      <Component ' + id + '>', ...lines, '      </Component>'].join('\n');
}
