using System.Collections.Frozen;
using Iced.Intel;
using TriageBot.Engine.X64.Handlers;

namespace TriageBot.Engine.X64;

/// <summary>Executes one instruction.</summary>
internal delegate void X64Handler(X64Context context, in Instruction instruction);

/// <summary>Which handler runs a mnemonic.</summary>
internal static class X64Handlers
{
    private static readonly FrozenDictionary<Mnemonic, X64Handler> Table = new[]
    {
        DataMovement.Table, StringOperations.Table, Arithmetic.Table, Shifts.Table, Multiplication.Table, ControlFlow.Table, SystemInstructions.Table,
    }.SelectMany(part => part).ToFrozenDictionary(pair => pair.Mnemonic, pair => pair.Handler);

    /// <summary>The handler, or one that faults and names the instruction.</summary>
    public static X64Handler For(Mnemonic mnemonic) => Table.GetValueOrDefault(mnemonic, Unsupported);

    private static void Unsupported(X64Context context, in Instruction instruction) => throw X64Fault.Unsupported(instruction);
}
