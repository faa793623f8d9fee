/// Objects: streams in and out, presigned addresses, multipart uploads.
@NullMarked
package codex.jobs.stores.blobs;

import org.jspecify.annotations.NullMarked;
