package codex.jobs.worker.handlers.assets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Office documents are archives, told apart by the names in them.
final class OfficeDocuments {

    private static final int HEADER = 512;
    private static final int DIRECTORY = 4096;
    private static final String MEMBER = "PK\u0003\u0004";
    private static final int NAME = 30;

    private OfficeDocuments() {}

    /// Office Open XML, or just a ZIP.
    ///
    /// @param head its beginning, as ISO 8859-1
    static String ofZip(String head) {
        for (var at = head.indexOf(MEMBER); at >= 0; at = head.indexOf(MEMBER, at + NAME)) {
            var name = at + NAME;
            if (head.startsWith("word/", name)) {
                return openXml("wordprocessingml.document");
            }
            if (head.startsWith("xl/", name)) {
                return openXml("spreadsheetml.sheet");
            }
            if (head.startsWith("ppt/", name)) {
                return openXml("presentationml.presentation");
            }
        }
        return "application/zip";
    }

    private static String openXml(String kind) {
        return "application/vnd.openxmlformats-officedocument." + kind;
    }

    /// A compound file (MS-CFB, section 2.2): the documents of older offices, but also installers.
    /// Looks at the beginning of its directory.
    static String ofCompound(Path file) throws IOException {
        try (var channel = Files.newByteChannel(file)) {
            var header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
            while (header.hasRemaining() && channel.read(header) >= 0) {}
            var sectorShift = header.getShort(30) & 0x1F;
            var directoryStart = (header.getInt(48) + 1L) << sectorShift;
            if (directoryStart < HEADER || directoryStart >= channel.size()) {
                return "application/x-ole-storage";
            }
            channel.position(directoryStart);
            var directory = ByteBuffer.allocate(DIRECTORY);
            while (directory.hasRemaining() && channel.read(directory) >= 0) {}
            var names = new String(directory.array(), StandardCharsets.UTF_16LE);
            return names.contains("WordDocument")
                    ? "application/msword"
                    : names.contains("Workbook")
                            ? "application/vnd.ms-excel"
                            : names.contains("PowerPoint Document")
                                    ? "application/vnd.ms-powerpoint"
                                    : "application/x-ole-storage";
        }
    }
}
