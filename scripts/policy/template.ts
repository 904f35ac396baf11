/**
 * The template for Group Policy (ADMX, and ADML in Korean and English), made of the settings' own schema: the names of
 * the registry's values are the settings' paths, which main/db/registry-policy.ts reads. Pure.
 */
import { z } from 'zod';
import { settingsSchema } from '../../contract/settings.ts';
import { settingPaths } from '../../main/db/settings-policy.ts';
import { type Words, categoryWords, choiceWords, settingWords } from './setting-words.ts';

const key = 'SOFTWARE\\Policies\\AIRClass Recorder';
const namespace = 'http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions';
const languages = { 'ko-KR': 'ko', 'en-US': 'en' } as const;

type Schema = {
  type?: string;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  default?: unknown;
  properties?: Record<string, Schema>;
  anyOf?: Schema[];
};
type Kind =
  | { kind: 'switch' }
  | { kind: 'choice'; choices: string[] }
  | { kind: 'number'; minimum: number; maximum: number; normal: number }
  | { kind: 'text'; maxLength: number };
type Policy = Kind & { path: string; id: string; category: string };

/** @returns contents by file name. @throws Error when a setting has no words */
export function policyTemplate(): Record<string, string> {
  const policies = [...settingPaths].map(describe);
  return {
    'AIRClassRecorder.admx': admx(policies),
    ...Object.fromEntries(
      Object.entries(languages).map(([folder, language]) => [
        `${folder}/AIRClassRecorder.adml`,
        adml(policies, language),
      ]),
    ),
  };
}

function describe(path: string): Policy {
  const [first = '', ...rest] = path.split('.');
  const category = rest.length > 0 && first in categoryWords ? first : 'general';
  return { path, id: path.replaceAll('.', '_'), category, ...kindOf(schemaAt(path), path) };
}

function schemaAt(path: string): Schema {
  const whole = z.toJSONSchema(settingsSchema, { io: 'input' }) as Schema;
  return path.split('.').reduce<Schema>((schema, name) => schema.properties?.[name] ?? {}, whole);
}

function kindOf(schema: Schema, path: string): Kind {
  if (schema.type === 'boolean') return { kind: 'switch' };
  if (schema.enum !== undefined) return { kind: 'choice', choices: schema.enum };
  const number = [schema, ...(schema.anyOf ?? [])].find(
    ({ type }) => type === 'number' || type === 'integer',
  );
  if (number?.maximum !== undefined && number.minimum !== undefined) {
    // The registry holds whole numbers; where there may be no number at all, 0 says that.
    const mayBeNone = schema.anyOf?.some(({ type }) => type === 'null') === true;
    const minimum = mayBeNone ? 0 : Math.ceil(number.minimum);
    const normal = typeof schema.default === 'number' ? schema.default : minimum;
    return { kind: 'number', minimum, maximum: Math.floor(number.maximum), normal: Math.ceil(normal) };
  }
  if (schema.type === 'string' || schema.type === 'array' || schema.anyOf?.[0]?.type === 'string') {
    return { kind: 'text', maxLength: schema.maxLength ?? 128 };
  }
  throw new Error(`${path}: the template has no form for such a setting yet`);
}

function admx(policies: readonly Policy[]): string {
  const categories = Object.keys(categoryWords).map(
    (name) => `    <category name="${name}" displayName="$(string.category_${name})">
      <parentCategory ref="AIRClassRecorder"/>
    </category>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<policyDefinitions revision="1.0" schemaVersion="1.0" xmlns="${namespace}">
  <policyNamespaces>
    <target prefix="airclass" namespace="AIRClass.Policies.Recorder"/>
  </policyNamespaces>
  <resources minRequiredRevision="1.0"/>
  <supportedOn>
    <definitions>
      <definition name="SUPPORTED" displayName="$(string.SUPPORTED)"/>
    </definitions>
  </supportedOn>
  <categories>
    <category name="AIRClassRecorder" displayName="$(string.AIRClassRecorder)"/>
${categories.join('\n')}
  </categories>
  <policies>
${policies.map(policyElement).join('\n')}
  </policies>
</policyDefinitions>
`;
}

function policyElement(policy: Policy): string {
  const { id, path, category } = policy;
  const words = `displayName="$(string.${id})" explainText="$(string.explain)"`;
  const start = `    <policy name="${id}" class="Machine" ${words} key="${key}"`;
  const place = `      <parentCategory ref="${category}"/>
      <supportedOn ref="SUPPORTED"/>`;
  if (policy.kind === 'switch') {
    return `${start} valueName="${path}">
${place}
      <enabledValue><decimal value="1"/></enabledValue>
      <disabledValue><decimal value="0"/></disabledValue>
    </policy>`;
  }
  return `${start} presentation="$(presentation.${id})">
${place}
      <elements>
${element(policy)}
      </elements>
    </policy>`;
}

function element(policy: Policy & Exclude<Kind, { kind: 'switch' }>): string {
  const name = `id="value" valueName="${policy.path}"`;
  if (policy.kind === 'number') {
    return `        <decimal ${name} minValue="${policy.minimum}" maxValue="${policy.maximum}" required="true"/>`;
  }
  if (policy.kind === 'text') return `        <text ${name} maxLength="${policy.maxLength}"/>`;
  const items = policy.choices.map(
    (choice) => `          <item displayName="$(string.${policy.id}_${choice})">
            <value><string>${choice}</string></value>
          </item>`,
  );
  return `        <enum ${name} required="true">
${items.join('\n')}
        </enum>`;
}

function adml(policies: readonly Policy[], language: keyof Words): string {
  const fixed: Record<string, Words> = {
    AIRClassRecorder: { ko: 'AIRClass 녹화기', en: 'AIRClass Recorder' },
    SUPPORTED: { ko: 'AIRClass 녹화기 0.1 이상', en: 'AIRClass Recorder 0.1 or newer' },
    explain: {
      ko: '사용 또는 사용 안 함으로 정하면 모든 사용자에게 적용되고, 프로그램에서는 바꿀 수 없습니다. 프로그램을 다시 시작하면 적용됩니다.',
      en: 'Once it is enabled or disabled it holds for everyone and cannot be changed in the program. It takes effect when the program is started again.',
    },
  };
  const strings = [
    ...Object.entries(fixed),
    ...Object.entries(categoryWords).map(([name, words]) => [`category_${name}`, words] as const),
    ...policies.flatMap((policy) => [
      [policy.id, wordsOf(settingWords, policy.path)] as const,
      ...(policy.kind === 'choice' ? policy.choices : []).map(
        (choice) => [`${policy.id}_${choice}`, wordsOf(choiceWords, `${policy.path}.${choice}`)] as const,
      ),
    ]),
  ].map(([id, words]) => `      <string id="${id}">${escaped(words[language])}</string>`);
  const presentations = policies.flatMap((policy) => {
    if (policy.kind === 'switch') return [];
    return [
      `      <presentation id="${policy.id}">
        ${control(policy, escaped(wordsOf(settingWords, policy.path)[language]))}
      </presentation>`,
    ];
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<policyDefinitionResources revision="1.0" schemaVersion="1.0" xmlns="${namespace}">
  <displayName>${escaped(fixed['AIRClassRecorder']?.[language] ?? '')}</displayName>
  <description>${escaped(fixed['AIRClassRecorder']?.[language] ?? '')}</description>
  <resources>
    <stringTable>
${strings.join('\n')}
    </stringTable>
    <presentationTable>
${presentations.join('\n')}
    </presentationTable>
  </resources>
</policyDefinitionResources>
`;
}

function control(policy: Policy & Exclude<Kind, { kind: 'switch' }>, label: string): string {
  if (policy.kind === 'number') {
    return `<decimalTextBox refId="value" defaultValue="${policy.normal}">${label}</decimalTextBox>`;
  }
  if (policy.kind === 'text') return `<textBox refId="value"><label>${label}</label></textBox>`;
  return `<dropdownList refId="value" noSort="true" defaultItem="0">${label}</dropdownList>`;
}

function wordsOf(table: Readonly<Record<string, Words>>, name: string): Words {
  const words = table[name];
  if (words === undefined) throw new Error(`${name} has no words in scripts/policy/setting-words.ts`);
  return words;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
