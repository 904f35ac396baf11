import { describe, expect, it } from 'vitest';
import { isWriteFiltered, parseMounts, resetByServices, resetReason } from './reset-volume.ts';

const ext4Root = '27 1 254:0 / / rw,relatime - ext4 /dev/vda rw';
const reason = (lines: string[], file: string, isContainer = false) =>
  resetReason(parseMounts(lines.join('\n')), file, isContainer);

describe('Linux', () => {
  it('a disk keeps what is written', () => {
    expect(reason([ext4Root, '40 27 8:1 / /data rw shared:1 - ext4 /dev/sda1 rw'], '/data/lessons')).toBe(
      'none',
    );
  });

  it('a folder in memory does not, whatever the root is', () => {
    expect(reason([ext4Root, '25 27 0:23 / /tmp rw - tmpfs tmpfs rw,size=1g'], '/tmp/data')).toBe('memory');
    expect(reason([ext4Root, '25 27 0:23 / /tmp rw - tmpfs tmpfs rw'], '/tmpfiles/data')).toBe('none');
  });

  it('overlayroot on memory does not, and on a disk it does', () => {
    const root =
      '30 1 0:30 / / rw - overlay overlayroot rw,lowerdir=/media/root-ro,upperdir=/media/root-rw/overlay,workdir=/media/root-rw/work';
    const onMemory = '31 30 0:31 / /media/root-rw rw - tmpfs tmpfs-root rw';
    const onDisk = '31 30 8:2 / /media/root-rw rw - ext4 /dev/sda2 rw';
    expect(reason([root, onMemory], '/home/teacher/.local/share/airclass-recorder')).toBe('overlay');
    expect(reason([root, onDisk], '/home/teacher')).toBe('none');
    expect(reason([root, onMemory, '32 30 8:3 / /home rw - ext4 /dev/sda3 rw'], '/home/teacher')).toBe(
      'none',
    );
  });

  it('a live system does not: its upper folder was left behind at the start', () => {
    expect(
      reason(
        [
          '30 1 0:30 / / rw - overlay /cow rw,lowerdir=/filesystem.squashfs,upperdir=/cow/upper,workdir=/cow/work',
        ],
        '/home/ubuntu',
      ),
    ).toBe('overlay');
  });

  it('a container’s own layer goes with it, a volume stays', () => {
    const root =
      '600 500 0:50 / / rw - overlay overlay rw,lowerdir=/var/lib/docker/l,upperdir=/var/lib/docker/overlay2/x/diff,workdir=/w';
    expect(reason([root], '/data', true)).toBe('container');
    expect(reason([root, '601 600 8:1 /volumes/data /data rw - ext4 /dev/sda1 rw'], '/data', true)).toBe(
      'none',
    );
  });

  it('names with blanks are read', () => {
    expect(reason([ext4Root, '25 27 0:23 / /my\\040files rw - tmpfs tmpfs rw'], '/my files/data')).toBe(
      'memory',
    );
    expect(parseMounts('nonsense\n\n')).toEqual([]);
  });
});

const services = (name: string) =>
  `\r\nSERVICE_NAME: Dhcp\r\nDISPLAY_NAME: DHCP Client\r\n\r\nSERVICE_NAME: ${name}\r\n        STATE : 4  RUNNING\r\n`;

const uwf = (
  state: string,
  volume: string,
  next = 'ON',
) => `Unified Write Filter Configuration Utility version 10.0
Current session settings for UWF

FILTER SETTINGS
    Filter state:     ${state}

VOLUME SETTINGS
Volume 47f87d0b-4a6f-4a36-a1f5 [C: by Drive letter]
    Volume state:     ${volume}
    Volume ID:        47f87d0b

Next session settings for UWF
    Filter state:     ${next}
Volume 47f87d0b-4a6f-4a36-a1f5 [C: by Drive letter]
    Volume state:     Protected
`;

describe('Windows', () => {
  it.each([
    ['DFServ', 'deep_freeze'],
    ['DeepFrz', 'deep_freeze'],
    ['diskpt', 'shadow_defender'],
    ['ShdServ', 'reboot_restore'],
    ['Spooler', 'none'],
    ['ShieldedVm', 'none'],
  ])('%s means %s', (name, expected) => expect(resetByServices(services(name))).toBe(expected));

  it('the write filter counts when it is on now, for a drive it protects', () => {
    expect(isWriteFiltered(uwf('ON', 'Protected'), 'C:')).toBe(true);
    expect(isWriteFiltered(uwf('ON', 'Protected'), 'D:')).toBe(false);
    expect(isWriteFiltered(uwf('ON', 'Un-protected'), 'C:')).toBe(false);
    expect(isWriteFiltered(uwf('OFF', 'Un-protected'), 'C:')).toBe(false);
    expect(isWriteFiltered('', 'C:')).toBe(false);
  });
});
