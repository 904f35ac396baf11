"""Serves an MP4 (H.264 + AAC) as rtsp://127.0.0.1:PORT/class, from its start for the first who comes.

Debian: python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-{base,good,bad,ugly}; run with /usr/bin/python3.
Usage: rtsp-server.py PORT FILE.mp4      Prints 'rtsp ready' when it listens; runs until it is ended.
"""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402  (versions are chosen first)


def main(port: str, file: str) -> None:
    Gst.init(None)
    factory = GstRtspServer.RTSPMediaFactory()
    # One clip for all: the recorder's look at the stream and its recording see the same time line.
    factory.set_shared(True)
    factory.set_launch(
        f"( filesrc location={file} ! qtdemux name=parts"
        "  parts.video_0 ! queue ! h264parse config-interval=-1 ! rtph264pay name=pay0 pt=96"
        "  parts.audio_0 ! queue ! aacparse ! rtpmp4gpay name=pay1 pt=97 )"
    )
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(port)
    server.get_mount_points().add_factory("/class", factory)
    server.attach(None)
    print("rtsp ready", flush=True)
    GLib.MainLoop().run()


main(*sys.argv[1:])
