/** electron-builder.yml against electron-builder's own schema, and what the rest of the program relies on in it. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { updateFileEnding } from '../../contract/updates.ts';
import { protocolName } from '../../main/desktop/arguments.ts';
import { videoEndings, withRegistration } from './msi-project.mjs';

const root = path.join(import.meta.dirname, '..', '..');
const require = createRequire(import.meta.url);
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const config = parse(read('electron-builder.yml')) as Record<string, never>;

const builder = path.dirname(require.resolve('app-builder-lib/package.json'));
const { validateSchema } = require(path.join(builder, 'out/util/config/schemaValidator.js')) as {
  validateSchema: (schema: object, data: object) => void;
};
const schema = JSON.parse(readFileSync(path.join(builder, 'scheme.json'), 'utf8')) as object;

/** What electron-builder itself does before anything else. @throws Error */
function validate(candidate: object): void {
  // It fills in and changes what it checks.
  validateSchema(schema, structuredClone(candidate));
}

describe('electron-builder.yml', () => {
  it('is what electron-builder understands', () => {
    expect(() => validate(config)).not.toThrow();
    expect(() => validate({ ...config, asarUnpacked: [] })).toThrow('asarUnpacked');
    expect(() => validate({ ...config, electronFuses: { runAsNode: 'yes, please' } })).toThrow('runAsNode');
  });

  it('names files that are there', () => {
    const { afterPack, msiProjectCreated, icon, nsis, mac } = config as unknown as {
      [key: string]: string;
    } & {
      nsis: { include: string };
      mac: { entitlements: string; entitlementsInherit: string; extraResources: { from: string }[] };
    };
    const files = [
      afterPack,
      msiProjectCreated,
      icon,
      nsis.include,
      mac.entitlements,
      mac.entitlementsInherit,
    ];
    const all = [...files, ...mac.extraResources.map(({ from }) => from)];
    expect(all.filter((file) => file === undefined || !existsSync(path.join(root, file)))).toEqual([]);
  });

  it('sets the switches of Electron’s program: Node stays on for the analysis host, ways around it are off', () => {
    expect(config['electronFuses']).toEqual({
      runAsNode: true,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it('opens the links that the shell understands', () => {
    expect(config['protocols']).toEqual([expect.objectContaining({ schemes: [protocolName] })]);
  });

  it('offers to open videos without becoming anybody’s default', () => {
    const { mac, win, nsis, fileAssociations } = config as unknown as Record<
      string,
      { fileAssociations?: { ext: string[]; rank: string }[] }
    >;
    // On Windows electron-builder writes the default of each ending it is told of.
    expect([fileAssociations, win?.fileAssociations, nsis?.fileAssociations]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(mac?.fileAssociations?.map(({ rank }) => rank)).toEqual(['Alternate', 'Owner']);
    expect(mac?.fileAssociations?.[0]?.ext.map((ending) => `.${ending}`)).toEqual(videoEndings);
    const script = read('packaging/windows/installer.nsh');
    for (const ending of videoEndings) {
      expect(script).toContain(`airclassOpensWith "${ending}"`);
      expect(script).toContain(`airclassNoLongerOpens "${ending}"`);
      expect(script).not.toContain(`"Software\\Classes\\${ending}" ""`);
    }
  });

  it('opens update files by itself on every system', () => {
    const ending = updateFileEnding.slice(1);
    const { mac, linux } = config as unknown as Record<string, { fileAssociations: { ext: string }[] }>;
    for (const system of [mac, linux]) {
      expect(system?.fileAssociations.map(({ ext }) => ext)).toContain(ending);
    }
    const script = read('packaging/windows/installer.nsh');
    expect(script).toContain(
      `WriteRegStr SHELL_CONTEXT "Software\\Classes\\${updateFileEnding}" "" "\${AIRCLASS_UPDATE}"`,
    );
    expect(script).toContain(`DeleteRegKey SHELL_CONTEXT "Software\\Classes\\${updateFileEnding}"`);
  });

  it('says in Korean and English what camera, microphone and screen are for', () => {
    const { extendInfo } = config['mac'] as unknown as { extendInfo: Record<string, string> };
    const usages = Object.keys(extendInfo).filter((key) => key.endsWith('UsageDescription'));
    expect(usages).toHaveLength(4);
    for (const language of ['ko', 'en']) {
      const strings = read(`packaging/mac/${language}.lproj/InfoPlist.strings`);
      for (const usage of usages) expect(strings).toMatch(new RegExp(`^${usage} = ".+";$`, 'm'));
    }
    expect(read('packaging/mac/ko.lproj/InfoPlist.strings')).toMatch(/카메라/);
  });
});

describe('the MSI', () => {
  const project = '<Wix><Product><ComponentGroup Id="ProductComponents">\n</ComponentGroup></Product></Wix>';

  it('gets the same entries as the other installer', () => {
    const changed = withRegistration(project);
    for (const ending of videoEndings) {
      expect(changed).toContain(
        `Key="Software\\Classes\\${ending}\\OpenWithProgids" Name="AIRClassRecorder.Video"`,
      );
    }
    expect(changed).toContain(
      `Key="Software\\Classes\\${updateFileEnding}" Type="string" Value="AIRClassRecorder.Update"`,
    );
    expect(changed).toContain(`Key="Software\\Classes\\${protocolName}" Name="URL Protocol"`);
    expect(changed.match(/KeyPath="yes"/g)).toHaveLength(1);
  });

  it('is not made from a project in which they find no place', () => {
    expect(() => withRegistration('<Wix/>')).toThrow('no single group of components');
  });
});
