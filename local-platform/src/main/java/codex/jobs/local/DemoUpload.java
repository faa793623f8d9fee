package codex.jobs.local;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A file on its way in: presigned addresses, the parts, and the word that all are there.
final class DemoUpload {

    private static final String INIT =
            """
            mutation($name: String!, $size: Long!) {
              initFileUpload(initFileUploadInput: {name: $name, size: $size}) {
                uploadId key partSize preSignedUrls { partNumber preSignedUrl size }
              }
            }
            """;

    private static final String COMPLETE =
            """
            mutation($upload: String!, $key: String!, $parts: [MultipartUploadEtagModelInput!]!) {
              completeMultiPartUpload(completeMultipartUploadInput:
                  {uploadId: $upload, key: $key, multiPartUploads: $parts}) { success }
            }
            """;

    private DemoUpload() {}

    /// The key under which the file can be imported.
    static String send(Api api, String name, byte[] file) throws InterruptedException {
        var upload =
                api.call(INIT, Map.of("name", name, "size", file.length)).path("initFileUpload");
        var parts = new ArrayList<Map<String, ?>>();
        var from = 0;
        for (var part : parts(upload)) {
            var to = from + part.path("size").intValue();
            var etag =
                    api.put(
                            part.path("preSignedUrl").stringValue(),
                            Arrays.copyOfRange(file, from, to));
            parts.add(Map.of("partNumber", part.path("partNumber").intValue(), "etag", etag));
            from = to;
        }
        var key = upload.path("key").stringValue();
        var uploadId = upload.path("uploadId").stringValue();
        api.call(COMPLETE, Map.of("upload", uploadId, "key", key, "parts", parts));
        return key;
    }

    private static List<JsonNode> parts(JsonNode upload) {
        return upload.path("preSignedUrls").values().stream()
                .sorted((one, other) ->
                        Integer.compare(
                                one.path("partNumber").intValue(),
                                other.path("partNumber").intValue()))
                .toList();
    }
}
