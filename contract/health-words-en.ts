/** The health of the recorder in English. */
import type { VolumeReason } from './health.ts';
import { type HealthWords, lengthParts, mostRoomHours, sizeWords } from './health-words.ts';

function counted(count: number, one: string, other = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : other}`;
}

function length(seconds: number): string {
  const parts = lengthParts(seconds);
  const said = [
    ...(parts.days > 0 ? [counted(parts.days, 'day')] : []),
    ...(parts.hours > 0 ? [counted(parts.hours, 'hour')] : []),
    ...(parts.minutes > 0 ? [counted(parts.minutes, 'minute')] : []),
    ...(parts.seconds > 0 ? [counted(parts.seconds, 'second')] : []),
  ];
  return said.length === 0 ? '0 seconds' : said.join(' ');
}

function room(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  if (hours >= mostRoomHours) return `more than ${mostRoomHours.toLocaleString('en')} hours`;
  return hours >= 10 ? counted(hours, 'hour') : length(Math.floor(minutes) * 60);
}

const resetBy: Record<VolumeReason, string> = {
  none: 'nothing',
  memory: 'a folder in memory',
  overlay: 'live system or overlayroot',
  container: 'a folder inside a container',
  write_filter: 'Unified Write Filter',
  deep_freeze: 'Deep Freeze',
  shadow_defender: 'Shadow Defender',
  reboot_restore: 'Reboot Restore Rx',
};

export const healthWordsEn: HealthWords = {
  parts: {
    recording: 'Recording',
    storage: 'Storage',
    volume: 'Lasting disk',
    backup: 'Backup',
    ffmpeg: 'Recording tool',
    watches: 'Automatic recording',
    library: 'Lesson files',
    database: 'List of lessons',
    jobs: 'Activity',
    analysis: 'Analysis models',
    clock: 'Clock',
    core: 'Speed of the recorder',
    restart: 'Last start',
  },
  states: { ok: 'Fine', attention: 'Please check', trouble: 'There is a problem', off: 'Off' },
  overall: {
    ok: 'Everything is fine',
    attention: 'Something should be checked',
    trouble: 'Something needs fixing now',
  },
  say: {
    recording: {
      recording_idle: () => ({ text: 'No lesson is being recorded. You can start at any time.' }),
      recording_running: ({ running, paused }) => ({
        text:
          paused > 0
            ? `${counted(running, 'lesson')} being recorded, ${paused} of them paused.`
            : `${counted(running, 'lesson')} being recorded. Picture and sound are coming in.`,
      }),
      recording_alarm: ({ running, alarms }) => ({
        text: `Something looks wrong in what is being recorded: ${counted(alarms, 'warning')} in ${counted(running, 'lesson')}.`,
        advice: 'Look at picture and sound on the Record screen.',
      }),
      recording_no_data: ({ data_age_seconds: age }) => ({
        text:
          age === null
            ? 'A lesson that is being recorded gets no picture.'
            : `A lesson that is being recorded has had no picture for ${length(age)}. Everything before is saved.`,
        advice: 'Check that the camera or encoder is on and that the network is connected.',
      }),
    },
    storage: {
      storage_ok: ({ free_minutes: minutes }) => ({ text: `Room to record ${room(minutes)} more.` }),
      storage_low: ({ free_minutes: minutes, needed_minutes: needed }) => ({
        text: `Room to record ${room(minutes)} more. With less than ${room(needed)} left, no new recording can start.`,
        advice: 'Empty the trash or remove old lessons.',
      }),
      storage_no_start: ({ free_minutes: minutes, needed_minutes: needed }) => ({
        text: `Only ${room(minutes)} of room is left, so no new recording can start. ${room(needed)} is needed.`,
        advice: 'Empty the trash or remove old lessons.',
      }),
      storage_full: ({ free_bytes: bytes }) => ({
        text: `The disk is almost full (${sizeWords(bytes)} left). Recording cannot go on. Lessons that are saved stay as they are.`,
        advice: 'Empty the trash or remove old lessons now.',
      }),
      storage_unreachable: () => ({
        text: 'The folder in which lessons are saved cannot be written.',
        advice: 'Check that the disk is connected and that the folder may be written.',
      }),
    },
    volume: {
      volume_ok: () => ({ text: 'Saved lessons are still there after a restart.' }),
      volume_may_reset: ({ reason }) => ({
        text: `Software on this computer sets disks back at each start (${resetBy[reason]}). Saved lessons may be lost.`,
        advice:
          'Move the lesson folder to a drive that is not set back. Whoever looks after the PC knows which.',
      }),
      volume_resets: ({ reason }) => ({
        text: `All saved lessons are gone when this computer restarts (${resetBy[reason]}).`,
        advice: 'Move the lesson folder to another disk now, or back up before the restart.',
      }),
    },
    backup: {
      backup_off: () => ({
        text: 'No backup by the clock is set. You can switch it on under Settings, Backup.',
      }),
      backup_ok: ({ age_seconds: age }) => ({ text: `Backed up and checked ${length(age ?? 0)} ago.` }),
      backup_never: () => ({
        text: 'Backups by the clock are on, and none has been made yet.',
        advice: 'Make one now under Settings, Backup.',
      }),
      backup_late: ({ age_seconds: age }) => ({
        text: `The last backup that was checked is ${length(age ?? 0)} old.`,
        advice: 'See that the disk for backups is plugged in, and try again under Settings, Backup.',
      }),
      backup_failed: () => ({
        text: 'The last backup did not work. The lessons are safe on this computer.',
        advice: 'See why under Settings, Backup, and try again.',
      }),
    },
    ffmpeg: {
      ffmpeg_ok: ({ version }) => ({ text: `Uses ffmpeg ${version ?? ''}.` }),
      ffmpeg_encoder_missing: () => ({
        text: 'Streams can be recorded, but this computer’s screen and camera cannot: an encoder is missing.',
        advice: 'Install a full ffmpeg.',
      }),
      ffmpeg_missing: () => ({
        text: 'The recording tool (ffmpeg) was not found, so nothing can be recorded. Saved lessons still play.',
        advice: 'Ask whoever looks after this computer to install ffmpeg. It is used as soon as it is there.',
      }),
    },
    watches: {
      watches_none: () => ({ text: 'No automatic recording is switched on.' }),
      watches_waiting: ({ rules, open }) => ({
        text:
          open > 0
            ? `${counted(rules, 'rule')} on, ${open} waiting for a lesson to begin now.`
            : `${counted(rules, 'rule')} on. None is within its hours now.`,
      }),
      watches_recording: ({ recording }) => ({
        text: `${counted(recording, 'rule')} recording a lesson now.`,
      }),
      watches_late: ({ open }) => ({
        text: `Of ${counted(open, 'rule')} within their hours, one has not been looked at for minutes.`,
        advice: 'Restart the recorder.',
      }),
      watches_failing: ({ failing }) => ({
        text: `${counted(failing, 'rule')} could not record.`,
        advice: 'See why under Settings, Automatic recording. If it is urgent, start recording by hand.',
      }),
    },
    library: {
      library_ok: () => ({ text: 'The video files of all lessons are in place.' }),
      library_media_missing: ({ missing }) => ({
        text: `The video files of ${counted(missing, 'lesson')} cannot be found.`,
        advice:
          'If a disk was unplugged, connect it and restart the recorder. The mark goes when the files are back.',
      }),
    },
    database: {
      database_ok: ({ size_bytes: size, pending_bytes: pending }) => ({
        text: `Open and well. Its size is ${sizeWords(size + pending)}.`,
      }),
      database_wal_large: ({ pending_bytes: bytes }) => ({
        text: `Open, but ${sizeWords(bytes)} of changes wait to be put in order.`,
        advice: 'A restart of the recorder between lessons puts them in order.',
      }),
      database_unreadable: () => ({
        text: 'The list of lessons cannot be read.',
        advice: 'Restart the recorder. If it stays like this, restore the list from a backup.',
      }),
    },
    jobs: {
      jobs_idle: () => ({ text: 'Nothing is waiting.' }),
      jobs_working: ({ running, queued }) => ({
        text:
          running > 0
            ? `${running} under way, ${queued} waiting.`
            : `${queued} waiting. While a lesson is recorded, this work rests.`,
      }),
      jobs_behind: ({ queued, oldest_queued_seconds: age }) => ({
        text: `${counted(queued, 'task')} waiting, the oldest for ${length(age ?? 0)}.`,
        advice: 'Leave the computer on between lessons: the work goes on by itself.',
      }),
      jobs_failed: ({ failed }) => ({
        text: `${counted(failed, 'task')} could not be done in the last day. Recorded lessons are safe.`,
        advice: 'See why on the Activity screen, and try again there.',
      }),
    },
    analysis: {
      analysis_ok: ({ installed }) => ({ text: `${counted(installed, 'model')} ready.` }),
      analysis_off: () => ({
        text: 'The analysis of lessons is switched off. Recording and playing are not affected.',
      }),
      analysis_models_missing: ({ missing }) => ({
        text: `${counted(missing, 'built-in model')} missing: part of the analysis cannot be done. Recording is not affected.`,
        advice: 'Install the program again.',
      }),
      analysis_models_damaged: ({ damaged }) => ({
        text: `The files of ${counted(damaged, 'model')} are damaged. Recording is not affected.`,
        advice: 'Install the model again under Settings, Models; for a built-in one, the program.',
      }),
    },
    clock: {
      clock_ok: () => ({ text: 'The clock runs evenly.' }),
      clock_set: ({ set_seconds: seconds }) => ({
        text: `In the last day the computer’s clock was set ${(seconds ?? 0) < 0 ? 'back' : 'forward'} by ${length(Math.abs(seconds ?? 0))}. Lengths of recordings are not affected.`,
        advice: 'Check that the time is right: otherwise dates of lessons and automatic recording are wrong.',
      }),
      clock_behind: ({ behind_seconds: seconds }) => ({
        text: `The computer’s clock shows a time ${length(seconds)} before the newest lesson.`,
        advice: 'Set date and time: otherwise dates of lessons and automatic recording are wrong.',
      }),
    },
    core: {
      core_ok: ({ rss_bytes: bytes }) => ({ text: `Answers at once. Uses ${sizeWords(bytes)} of memory.` }),
      core_slow: ({ delay_p99_ms: ms }) => ({
        text: `The recorder answers slowly (up to ${Math.round(ms ?? 0)} ms late).`,
        advice: 'Close programs on this computer that need much of it.',
      }),
      core_memory_high: ({ rss_bytes: bytes }) => ({
        text: `The recorder uses much memory (${sizeWords(bytes)}).`,
        advice: 'Restart it between lessons. If it grows again, send a health report.',
      }),
    },
    restart: {
      restart_ok: ({ uptime_seconds: seconds }) => ({
        text: `Started ${length(seconds)} ago and running well.`,
      }),
      restart_recovered: ({ uptime_seconds: seconds, recovered, resumed }) => ({
        text: `Started ${length(seconds)} ago and saved ${counted(recovered + resumed, 'lesson')} that had been cut off.${resumed > 0 ? ` Recording went on in ${resumed} of them.` : ''}`,
      }),
      restart_not_recovered: ({ failed }) => ({
        text: `At the last start ${counted(failed, 'lesson')} that had been cut off could not be saved. The files were left as they are.`,
        advice: 'Save a health report and send it to whoever looks after the recorder.',
      }),
    },
  },
  length,
};
