/**
 * What Redis does in one step. A revision is a number that grows with every change (microseconds of Redis' clock, or
 * one more than the last, so that it also grows after Redis has lost it). An entry is right while no family of it, nor
 * the floor, has a newer one. Each key may be evicted at any time: whatever is missing makes a miss, never a stale
 * reply.
 */

/** KEYS: entry, floor. ARGV: prefix of families. → nil | 'lost' (no floor: this library is not known here) | [head, body] */
export const lookScript = `
local floor = redis.call('GET', KEYS[2])
if not floor then return 'lost' end
local entry = redis.call('HMGET', KEYS[1], 'revision', 'families', 'head', 'body')
if not entry[1] then return false end
local made = tonumber(entry[1])
local right = tonumber(floor) <= made
for family in string.gmatch(entry[2], '[^\\n]+') do
  local changed = redis.call('GET', ARGV[1] .. family)
  if not changed or tonumber(changed) > made then right = false end
end
if right then return {entry[3], entry[4]} end
redis.call('UNLINK', KEYS[1])
return false`;

/**
 * KEYS: revision, lock, entry. ARGV: token, lock's life in ms. → [revision, 'ours' when it is ours to make it, 'taken'
 * while another makes it, 'made' when there is one since we looked]
 */
export const beginScript = `
local revision = redis.call('GET', KEYS[1]) or '0'
if redis.call('EXISTS', KEYS[3]) == 1 then return {revision, 'made'} end
local is_ours = redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2])
return {revision, is_ours and 'ours' or 'taken'}`;

/**
 * KEYS: entry, floor, lock. ARGV: token, revision it was made at, life in ms (0: only give the lock back), life of
 * families in ms, prefix of families, head, body, families … → 1 when it was kept
 */
export const storeScript = `
if redis.call('GET', KEYS[3]) == ARGV[1] then redis.call('UNLINK', KEYS[3]) end
if ARGV[3] == '0' then return 0 end
local made = tonumber(ARGV[2])
local floor = redis.call('GET', KEYS[2])
if not floor or tonumber(floor) > made then return 0 end
local families = {}
for i = 8, #ARGV do
  local changed = redis.call('GET', ARGV[5] .. ARGV[i])
  if changed and tonumber(changed) > made then return 0 end
  families[#families + 1] = ARGV[i]
end
for _, family in ipairs(families) do
  redis.call('SET', ARGV[5] .. family, ARGV[2], 'NX')
  redis.call('PEXPIRE', ARGV[5] .. family, ARGV[4])
end
redis.call('HSET', KEYS[1], 'revision', ARGV[2], 'families', table.concat(families, '\\n'), 'head', ARGV[6], 'body', ARGV[7])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`;

/** KEYS: revision, floor. ARGV: prefix of families, their life in ms, families … ('*': all) */
export const changedScript = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local last = tonumber(redis.call('GET', KEYS[1]) or '0')
local revision = string.format('%.0f', math.max(now, last + 1))
redis.call('SET', KEYS[1], revision)
for i = 3, #ARGV do
  if ARGV[i] == '*' then redis.call('SET', KEYS[2], revision)
  else redis.call('SET', ARGV[1] .. ARGV[i], revision, 'PX', ARGV[2]) end
end
return revision`;
