package codex.jobs.embedded.mongodb;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/// Byte arrays in unsigned order, as keys and values of the store's maps.
final class ByteArrayType extends BasicDataType<byte[]> {

    static final ByteArrayType INSTANCE = new ByteArrayType();
    private static final byte[] EMPTY = {};
    private static final int OBJECT_HEADER = 24;

    private ByteArrayType() {}

    @Override
    public int compare(byte[] a, byte[] b) {
        return Arrays.compareUnsigned(a, b);
    }

    @Override
    public int getMemory(byte[] bytes) {
        return OBJECT_HEADER + bytes.length;
    }

    @Override
    public void write(WriteBuffer buffer, byte[] bytes) {
        buffer.putVarInt(bytes.length).put(bytes);
    }

    @Override
    public byte[] read(ByteBuffer buffer) {
        int length = DataUtils.readVarInt(buffer);
        if (length == 0) {
            return EMPTY;
        }
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    @Override
    public byte[][] createStorage(int size) {
        return new byte[size][];
    }
}
