import { IconCpu, IconMovie, IconTool } from '@tabler/icons-react';
import { useState } from 'react';
import { thumbnailUrl } from '../../api/vod.ts';
import type { JobGroup } from './job-groups.ts';
import classes from './small-picture.module.css';

/** Picture of a lesson beside its title; a sign where there is none. */
export function SmallPicture(props: { recordingId: string | null; about: JobGroup['about'] }) {
  const { recordingId, about } = props;
  const [isMissing, setIsMissing] = useState(false);
  return (
    <span className={classes.picture} aria-hidden="true">
      {about === 'upkeep' && <IconTool stroke={1.5} />}
      {about === 'models' && <IconCpu stroke={1.5} />}
      {recordingId !== null && isMissing && <IconMovie stroke={1.5} />}
      {recordingId !== null && !isMissing && (
        <img
          src={thumbnailUrl(recordingId, { width: 160 })}
          alt=""
          loading="lazy"
          onError={() => setIsMissing(true)}
        />
      )}
    </span>
  );
}
