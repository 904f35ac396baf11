import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingPaths } from '../../main/db/settings-policy.ts';
import { parseRegistryExport } from '../../main/db/registry-policy.ts';
import { policyTemplate } from './template.ts';

const template = policyTemplate();
const admx = template['AIRClassRecorder.admx'] ?? '';

describe('the template for Group Policy', () => {
  it('is what the settings are today (otherwise: npm run policy:template)', () => {
    const folder = path.join(import.meta.dirname, '..', '..', 'packaging', 'windows', 'policies');
    const written = Object.keys(template).map((name) => [
      name,
      readFileSync(path.join(folder, name), 'utf8').replaceAll('\r\n', '\n'),
    ]);
    expect(Object.fromEntries(written)).toEqual(template);
  });

  it('has every setting once, and words in both languages for all that it names', () => {
    const names = [...admx.matchAll(/valueName="([^"]+)"/g)].map(([, name]) => name);
    expect(names.toSorted()).toEqual([...settingPaths].toSorted());
    const wanted = new Set([...admx.matchAll(/\$\(string\.(\w+)\)/g)].map(([, id]) => id));
    const shown = new Set([...admx.matchAll(/\$\(presentation\.(\w+)\)/g)].map(([, id]) => id));
    for (const language of ['ko-KR', 'en-US']) {
      const adml = template[`${language}/AIRClassRecorder.adml`] ?? '';
      expect(new Set([...adml.matchAll(/<string id="(\w+)">[^<]+</g)].map(([, id]) => id))).toEqual(wanted);
      expect(new Set([...adml.matchAll(/<presentation id="(\w+)">/g)].map(([, id]) => id))).toEqual(shown);
    }
    expect(template['ko-KR/AIRClassRecorder.adml']).toMatch(/카메라/);
  });

  it('offers nothing that the recorder would refuse', () => {
    const lines = [
      ...[
        ...admx.matchAll(/<decimal id="value" valueName="([^"]+)" minValue="(\d+)" maxValue="(\d+)"/g),
      ].flatMap(([, name = '', least, most]) =>
        [least, most].map((value) => `"${name}"=dword:${Number(value).toString(16).padStart(8, '0')}`),
      ),
      ...[...admx.matchAll(/<enum id="value" valueName="([^"]+)"[^]*?<\/enum>/g)].flatMap(
        ([text, name = '']) =>
          [...text.matchAll(/<string>(\w+)</g)].map(([, value]) => `"${name}"="${value}"`),
      ),
      ...[...admx.matchAll(/valueName="([^"]+)">\s[^]*?<\/policy>/g)]
        .filter(([text]) => text.includes('<enabledValue>'))
        .flatMap(([, name = '']) => [0, 1].map((value) => `"${name}"=dword:0000000${value}`)),
    ];
    expect(lines.length).toBeGreaterThan(40);
    expect(lines.flatMap((line) => parseRegistryExport(line).problems)).toEqual([]);
  });
});
