/** Room on the disk, in minutes of recording: the unit a teacher can do something with. */

/** Before there is enough of a recording to measure, its bitrate is a guess: this many seconds are needed. */
const measurableSeconds = 10;

/** @returns bytes per second of a recording: measured when it is long enough, else expected */
export function bytesPerSecond(
  measured: { sizeBytes: number; durationSec: number },
  expectedBitrateKbps: number,
): number {
  if (measured.durationSec >= measurableSeconds && measured.sizeBytes > 0) {
    return measured.sizeBytes / measured.durationSec;
  }
  return (expectedBitrateKbps * 1000) / 8;
}

/** @returns minutes of room at this rate, shared between all recordings that run */
export function minutesOfRoom(freeBytes: number, totalBytesPerSecond: number): number {
  if (totalBytesPerSecond <= 0) return Number.POSITIVE_INFINITY;
  return Math.floor((freeBytes / totalBytesPerSecond / 60) * 10) / 10;
}

/** As the contract tells sizes: 10^6 bytes, two decimals. */
export function megabytes(bytes: number): number {
  return Math.round(bytes / 10_000) / 100;
}
