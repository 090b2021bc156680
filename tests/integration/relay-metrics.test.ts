/** What Prometheus reads of a relay that had a call, and that the documents name the same metrics. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { startMainJob, type MainJob } from '../support/main-job';
import { API_KEY, openDesktop, startRelay, withKey, withToken, type TestRelay } from './relay-harness';

type Sample = { name: string; labels: Record<string, string>; value: number };

/** The text format of Prometheus 0.0.4, as far as this relay writes it. */
const read = (text: string): Sample[] =>
  text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', inner = '', value = ''] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      const labels = Object.fromEntries(
        [...inner.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', text = '']) => [key, text]),
      );
      return { name, labels, value: value === 'Nan' ? Number.NaN : Number(value) };
    });
const valueOf = (samples: Sample[], name: string, labels: Record<string, string> = {}): number | undefined =>
  samples.find(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  )?.value;

describe('/metrics', () => {
  let relay: TestRelay | null = null;
  let job: MainJob | null = null;
  afterEach(async () => {
    await relay?.stop();
    await job?.stop();
    relay = job = null;
  });

  it('is read with the API key, in either header, and by nobody else unless it is opened', async () => {
    relay = await startRelay();
    expect((await relay.request('GET', '/metrics')).status).toBe(401);
    expect((await relay.request('GET', '/metrics', withToken('anna'))).status).toBe(403);
    expect((await relay.request('GET', '/metrics', withKey)).status).toBe(200);
    const bearer = await relay.request('GET', '/metrics', { authorization: `Bearer ${API_KEY}` });
    expect(bearer.status).toBe(200);
    expect(bearer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    await relay.stop();
    relay = await startRelay({ file: { metrics: { open: true } } });
    expect((await relay.request('GET', '/metrics')).status).toBe(200);
  });

  it('counts a call from the PBX to the CRM', async () => {
    job = await startMainJob({ file: { metrics: { open: true } } });
    const { url } = job;
    const scrape = async () => read(await (await fetch(`${url}/metrics`)).text());
    const token = await job.addAnna();
    const desktop = openDesktop(url);
    await desktop.opened();
    desktop.send({ type: 'register_agent', token });
    await desktop.nextOfType('registered');
    const call = job.customerCalls();
    const pop = await desktop.nextOfType('screen_pop');
    const ringing = await scrape();
    expect(valueOf(ringing, 'cti_calls_active', { pbx: 'pbx' })).toBe(1);
    expect(valueOf(ringing, 'cti_pbx_up', { pbx: 'pbx' })).toBe(1);
    expect(valueOf(ringing, 'cti_agents_online')).toBe(1);
    expect(valueOf(ringing, 'cti_pop_latency_seconds_count')).toBe(1);
    expect(valueOf(ringing, 'cti_pop_acknowledge_seconds_count')).toBe(0);
    desktop.send({ type: 'ack', id: pop.id });
    // Answered in their order: what stood before the ping is done.
    desktop.send({ type: 'ping', id: 'barrier' });
    await desktop.nextOfType('pong');
    expect(valueOf(await scrape(), 'cti_pop_acknowledge_seconds_count')).toBe(1);

    await call.pickUp();
    await call.hangUp();
    let logged = await desktop.nextOfType('call_update');
    while (logged.callData.crmRecord.status !== 'logged') logged = await desktop.nextOfType('call_update');
    const after = await scrape();
    expect(valueOf(after, 'cti_call_log_jobs')).toBeUndefined();
    expect(valueOf(after, 'cti_calls_active', { pbx: 'pbx' })).toBe(0);
    expect(valueOf(after, 'cti_calls_ended_total', { direction: 'inbound', outcome: 'answered' })).toBe(1);
    expect(valueOf(after, 'cti_crm_up')).toBe(1);
    expect(valueOf(after, 'cti_crm_request_seconds_count', { method: 'POST', result: 'ok' })).toBeGreaterThan(
      1,
    );
    expect(valueOf(after, 'cti_http_request_seconds_count', { route: '/api/agents', status: '201' })).toBe(1);
    desktop.close();
  });

  it('is in docs/operations.md, in the dashboard and in the alerts by its names', async () => {
    relay = await startRelay();
    const samples = String((await relay.request('GET', '/metrics', withKey)).body);
    const names = [...samples.matchAll(/^# TYPE (cti_\w+)/gm)].map(([, name]) => name).sort();
    const document = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
    const listed = [...document.matchAll(/^\| `(cti_\w+)`/gm)].map(([, name]) => name).sort();
    expect(listed).toEqual(names);
    for (const file of ['grafana-dashboard.json', 'prometheus-alerts.yml']) {
      const text = readFileSync(new URL(`../../resources/monitoring/${file}`, import.meta.url), 'utf8');
      const used = [...text.matchAll(/\bcti_[a-z_]+/g)].map(([name]) =>
        name.replace(/_(bucket|count|sum)$/, ''),
      );
      expect(used.length).toBeGreaterThan(5);
      expect(used.filter((name) => !names.includes(name))).toEqual([]);
    }
  });
});
