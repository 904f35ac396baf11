/** Into the clipboard, also where the page is not served over HTTPS, as on a school's own network. */
export async function copyText(text: string): Promise<void> {
  // Browsers offer their clipboard to secure pages only.
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const field = document.createElement('textarea');
  field.value = text;
  field.setAttribute('readonly', '');
  field.style.position = 'fixed';
  document.body.append(field);
  field.select();
  // oxlint-disable-next-line typescript/no-deprecated -- there is no other way without a secure page
  document.execCommand('copy');
  field.remove();
}
