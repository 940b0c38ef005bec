using System.Globalization;
using TriageBot.Engine.Machine;

namespace TriageBot.Engine.Kernel;

/// <summary><c>console_printk[]</c>: the four log levels, which modules may read and write.</summary>
/// <remarks>Source: <c>kernel/printk/printk.c</c>; read through <c>/proc/sys/kernel/printk</c>.</remarks>
internal sealed class ConsoleLevels
{
    private static readonly uint[] s_atBoot = [7, 4, 1, 7];
    private readonly GuestMemory _memory;
    private readonly GuestAddress _place;

    public ConsoleLevels(GuestMemory memory, KernelText text)
    {
        _memory = memory;
        _place = text.Variable("console_printk", s_atBoot.Length * sizeof(uint));
        for (int i = 0; i < s_atBoot.Length; i++)
        {
            memory.WriteUInt32(_place + (i * sizeof(uint)), s_atBoot[i]);
        }
    }

    /// <summary>The four levels, as the sysctl file shows them.</summary>
    public override string ToString() => string.Join(
        '\t', Enumerable.Range(0, s_atBoot.Length).Select(i => _memory.ReadUInt32(_place + (i * sizeof(uint))).ToString(CultureInfo.InvariantCulture)));
}
