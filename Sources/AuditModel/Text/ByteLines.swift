/// The lines of a buffer as slices, without copying; a final newline ends the last line and adds no empty one.
package struct ByteLines: Sequence, IteratorProtocol {
    @usableFromInline let buffer: ArraySlice<UInt8>
    @usableFromInline var cursor: Int

    package init(_ buffer: [UInt8]) {
        self.init(buffer[...])
    }

    package init(_ buffer: ArraySlice<UInt8>) {
        self.buffer = buffer
        cursor = buffer.startIndex
    }

    @inlinable
    package mutating func next() -> ArraySlice<UInt8>? {
        guard cursor < buffer.endIndex else { return nil }
        let end = buffer[cursor...].firstIndex(of: 0x0A) ?? buffer.endIndex
        defer { cursor = end + 1 }
        return buffer[cursor..<end]
    }
}

extension ArraySlice where Element == UInt8 {
    /// The slice without the space, tabs and newlines that sh passes over around words.
    @inlinable
    package var trimmingShellSpace: ArraySlice<UInt8> {
        guard let first = firstIndex(where: { !$0.isShellSpace }),
            let last = lastIndex(where: { !$0.isShellSpace })
        else { return self[startIndex..<startIndex] }
        return self[first...last]
    }

    /// The slice without leading and trailing ASCII white space.
    @inlinable
    package var trimmingASCIISpace: ArraySlice<UInt8> {
        guard let first = firstIndex(where: { !$0.isASCIISpace }),
            let last = lastIndex(where: { !$0.isASCIISpace })
        else { return self[startIndex..<startIndex] }
        return self[first...last]
    }
}
