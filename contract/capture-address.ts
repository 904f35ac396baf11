/** Addresses of capture devices. Apart from the schemas, which the page does not carry. */

/**
 * Address of a screen or camera together with a microphone of `GET /api/sources`.
 * @param streamUrl `stream_url` of a screen or camera
 * @param deviceId `device_id` of a microphone; null: picture alone
 */
export function withMicrophone(streamUrl: string, deviceId: string | null): string {
  const [device = '', query = ''] = streamUrl.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.delete('audio');
  parameters.delete('microphone');
  if (deviceId !== null) parameters.set(device.startsWith('camera:') ? 'microphone' : 'audio', deviceId);
  return parameters.size === 0 ? device : `${device}?${parameters.toString()}`;
}
