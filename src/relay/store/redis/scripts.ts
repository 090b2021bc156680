/** The names of the keys, and the few steps that must be one for all relays. */
import type { RowKind } from '../shared-port';

export type Keys = ReturnType<typeof keysOf>;

export const keysOf = (prefix: string) => ({
  /** Stream: what happened, in one order for all. */
  changes: `${prefix}changes`,
  /** Stream: what is of use now or never. */
  bus: `${prefix}bus`,
  /** Hash: who there is, and when each was seen. */
  relays: `${prefix}relays`,
  lease: `${prefix}lease`,
  /** Of the lease: another number each time that it passes to another relay, always a higher one. */
  term: `${prefix}term`,
  /** Another one means that Redis has lost its data. */
  epoch: `${prefix}epoch`,
  /** Id of the last entry of `changes` that was removed for its age. */
  trimmed: `${prefix}trimmed`,
  rows: (kind: RowKind) => `${prefix}rows:${kind}`,
  presence: (relayId: string) => `${prefix}presence:${relayId}`,
  /** Set: the relays that have forgotten what an entry names. */
  heard: (entryId: string) => `${prefix}heard:${entryId}`,
  code: (hash: string) => `${prefix}code:${hash}`,
});

/**
 * A sign of life, and the lease taken or renewed. The time is that of Redis, so that the relays' clocks need not agree.
 * A term that was heard of before Redis lost its data, or was moved, is passed as well.
 * KEYS: lease, relays, term. ARGV: relay, ms, what it says of itself, the highest term known. @returns [mine, now, all relays, term]
 */
export const beatScript = `
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local holder = redis.call('GET', KEYS[1])
local mine = 0
if not holder then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  local last = tonumber(redis.call('GET', KEYS[3]) or '0')
  redis.call('SET', KEYS[3], string.format('%.0f', math.max(now, last + 1, tonumber(ARGV[4]) + 1)))
  mine = 1
elseif holder == ARGV[1] then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  mine = 1
end
redis.call('HSET', KEYS[2], ARGV[1], string.format('%.0f', now) .. ' ' .. mine .. ' ' .. ARGV[3])
return {mine, now, redis.call('HGETALL', KEYS[2]), redis.call('GET', KEYS[3]) or '0'}`;

/** KEYS: lease. ARGV: relay. Nobody takes away what another one has by now. */
export const releaseScript = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`;

/** KEYS: hash of rows. ARGV: id, rev, removed, by, JSON. As `isNewer` of store/sqlite. */
export const setRowScript = `
local known = redis.call('HGET', KEYS[1], ARGV[1])
if known then
  local old = cjson.decode(known)
  local rev = tonumber(ARGV[2])
  local removed = old.row == cjson.null
  if old.rev > rev then return 0 end
  if old.rev == rev then
    if removed ~= (ARGV[3] == '1') then
      if removed then return 0 end
    elseif old.by >= ARGV[4] then return 0 end
  end
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[5])
return 1`;

/**
 * Sign-ins to the dashboard that began or ended so long ago leave Redis. Of one whose time an earlier version did not say it is
 * put down now. KEYS: hash of sessions. ARGV: ms. @returns how many went
 */
export const purgeSessionsScript = `
local t = redis.call('TIME')
local now = t[1] * 1000
local rows = redis.call('HGETALL', KEYS[1])
local gone = 0
for at = 1, #rows, 2 do
  local ok, told = pcall(cjson.decode, rows[at + 1])
  local since = ok and type(told) == 'table' and tonumber(told.at)
  if not since and ok and type(told) == 'table' and type(told.row) == 'table' then since = tonumber(told.row.started_at) end
  if since and since < now - tonumber(ARGV[1]) then
    gone = gone + redis.call('HDEL', KEYS[1], rows[at])
  elseif not since and ok and type(told) == 'table' and told.row == cjson.null then
    told.at = now
    redis.call('HSET', KEYS[1], rows[at], cjson.encode(told))
  end
end
return gone`;

/** KEYS: changes, trimmed, relays. ARGV: the first id that stays. Relays that nobody saw since then go, too. */
export const trimScript = `
local relays = redis.call('HGETALL', KEYS[3])
local since = tonumber(string.match(ARGV[1], '^%d+'))
for at = 1, #relays, 2 do
  local seen = tonumber(string.match(relays[at + 1], '^%d+') or '0')
  if seen < since then redis.call('HDEL', KEYS[3], relays[at]) end
end
local last = redis.call('XREVRANGE', KEYS[1], '(' .. ARGV[1], '-', 'COUNT', 1)[1]
if not last then return 0 end
redis.call('SET', KEYS[2], last[1])
return redis.call('XTRIM', KEYS[1], 'MINID', ARGV[1])`;

/**
 * A relay has forgotten what an entry names. When all have that were seen lately, the entry goes, and with it the number.
 * KEYS: changes, heard, relays. ARGV: entry, relay, seconds that the list is kept, since when a relay counts (Redis' ms).
 */
export const heardScript = `
redis.call('SADD', KEYS[2], ARGV[2])
redis.call('EXPIRE', KEYS[2], ARGV[3])
local relays = redis.call('HGETALL', KEYS[3])
for at = 1, #relays, 2 do
  local seen = tonumber(string.match(relays[at + 1], '^%d+') or '0')
  if seen >= tonumber(ARGV[4]) and redis.call('SISMEMBER', KEYS[2], relays[at]) == 0 then return 0 end
end
redis.call('DEL', KEYS[2])
return redis.call('XDEL', KEYS[1], ARGV[1])`;
