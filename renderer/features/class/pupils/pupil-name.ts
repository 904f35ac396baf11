/** What pupils are called: by name, by their number where the roster has none, by both where two have the same. Pure. */

type Named = { student_id: string; name: string };

export type PupilName = {
  text: string;
  /** The roster has no name: `text` is their number. */
  isNumber: boolean;
  /** Their number, where somebody else of the class has the same name. */
  apart: string | undefined;
};

/** A pupil by themselves, as on a sheet of their own. */
export function nameOf({ student_id: id, name }: Named): PupilName {
  const written = name.trim();
  return { text: written === '' ? id : written, isNumber: written === '', apart: undefined };
}

/** By id. */
export function namesIn(pupils: readonly Named[]): ReadonlyMap<string, PupilName> {
  const counts = new Map<string, number>();
  for (const pupil of pupils) {
    const { text } = nameOf(pupil);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return new Map(
    pupils.map((pupil) => {
      const name = nameOf(pupil);
      const isShared = !name.isNumber && (counts.get(name.text) ?? 0) > 1;
      return [pupil.student_id, { ...name, apart: isShared ? pupil.student_id : undefined }];
    }),
  );
}

/** In one line: 김민준, 김민준 (s-07), s-12. */
export function nameLine({ text, apart }: PupilName): string {
  return apart === undefined ? text : `${text} (${apart})`;
}
