using Iced.Intel;
using TriageBot.Engine.Machine;

namespace TriageBot.Engine.X64;

/// <summary>A decoded instruction and what it depends on.</summary>
internal struct DecodedEntry
{
    public GuestAddress Address;
    public Instruction Instruction;
    public X64Handler? Handler;
    public long HostVersion;
    public long FirstStamp;

    /// <summary>Stamp of the page of the last byte; 0 when the instruction lies in one page.</summary>
    public long LastStamp;
}

/// <summary>Decoded instructions by address. A change of a page that an instruction lies in makes it decode again.</summary>
internal sealed class DecodedCache(GuestMemory memory)
{
    private const int Size = 512;
    private const int MaxInstructionLength = 15;

    private readonly DecodedEntry[] _entries = new DecodedEntry[Size];
    private readonly FetchedBytes _bytes = new();
    private Decoder? _decoder;

    /// <summary>The slot of an address; it may hold another instruction or a stale one.</summary>
    public ref DecodedEntry Slot(GuestAddress address) => ref _entries[(int)(address.Value % Size)];

    /// <summary>True when the slot holds this address and nothing it depends on has changed.</summary>
    public bool IsFresh(in DecodedEntry entry, GuestAddress address, long hostVersion) =>
        entry.Address == address
        && entry.HostVersion == hostVersion
        && entry.FirstStamp == memory.PageStamp(address)
        && (entry.LastStamp == 0 || entry.LastStamp == memory.PageStamp(address + (entry.Instruction.Length - 1)));

    /// <summary>Decodes the bytes at an address into its slot.</summary>
    /// <exception cref="GuestFaultException">The bytes cannot be fetched or are no instruction.</exception>
    public ref DecodedEntry Decode(GuestAddress address, long hostVersion)
    {
        int length = memory.Fetch(address, _bytes.Buffer);
        _bytes.Restart(length);
        _decoder ??= Decoder.Create(64, _bytes);
        _decoder.IP = address.Value;
        ref DecodedEntry entry = ref Slot(address);
        entry.HostVersion = 0;
        _decoder.Decode(out entry.Instruction);
        if (entry.Instruction.IsInvalid)
        {
            throw Undecodable(address, length);
        }

        GuestAddress last = address + (entry.Instruction.Length - 1);
        bool crosses = last.Value / GuestMemory.PageSize != address.Value / GuestMemory.PageSize;
        entry.Address = address;
        entry.Handler = X64Handlers.For(entry.Instruction.Mnemonic);
        entry.FirstStamp = memory.PageStamp(address);
        entry.LastStamp = crosses ? memory.PageStamp(last) : 0;
        entry.HostVersion = hostVersion;
        return ref entry;
    }

    private GuestFaultException Undecodable(GuestAddress address, int length)
    {
        if (length < MaxInstructionLength && _decoder!.LastError == DecoderError.NoMoreBytes)
        {
            // The instruction runs on into a page that cannot be fetched: let that page name the fault.
            return X64Fault.Fetch(memory, address + length);
        }

        return X64Fault.Invalid(address, "the bytes " + Convert.ToHexStringLower(_bytes.Buffer.AsSpan(0, length)) + " are no instruction.");
    }

    private sealed class FetchedBytes : CodeReader
    {
        private int _position;
        private int _length;

        public byte[] Buffer { get; } = new byte[MaxInstructionLength];

        public void Restart(int length)
        {
            _position = 0;
            _length = length;
        }

        public override int ReadByte() => _position < _length ? Buffer[_position++] : -1;
    }
}
