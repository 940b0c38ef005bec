using System.Globalization;
using System.Text;
using TriageBot.Engine.Machine;

namespace TriageBot.Engine.Kernel;

/// <summary><c>vsnprintf()</c> of the kernel.</summary>
/// <remarks>Source: <c>lib/vsprintf.c</c>, <c>format_decode()</c>, <c>number()</c>, <c>pointer()</c>. Known: <c>d i u x X o c s p %</c> with <c>hh h l ll z t</c>,
/// width, precision of strings and the flags <c>0 - #</c>; <c>%p</c> prints the address unhashed; <c>%pGg</c>, <c>%ps</c> and <c>%pS</c>.</remarks>
internal static class KernelFormat
{
    private static readonly (ulong Bits, string Name)[] s_gfpNames = [(0xcc0, "GFP_KERNEL"), (0xa20, "GFP_ATOMIC"), (0x100, "__GFP_ZERO")];

    /// <summary>The text of a format that is argument number <paramref name="at"/> of a call, with its values behind it.</summary>
    public static string Expand(GuestCall call, int at, GuestMemory memory, KernelSymbolTable symbols)
    {
        string format = call.Text(at);
        StringBuilder text = new();
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i]);
                continue;
            }

            Directive directive = Directive.Parse(format, ref i);
            text.Append(directive.Kind switch
            {
                '%' => "%",
                'p' => directive.Pad(Pointer(format, ref i, call[++at], memory, symbols)),
                's' => directive.Pad(Cut(call.Text(++at), directive.Precision)),
                'd' or 'i' or 'u' or 'x' or 'X' or 'o' or 'c' => directive.Pad(directive.Number(call[++at])),
                _ => "%" + directive.Kind,
            });
        }

        return text.ToString();
    }

    private static string Cut(string text, int? length) => length is int kept && kept < text.Length ? text[..kept] : text;

    private static string Pointer(string format, ref int at, ulong value, GuestMemory memory, KernelSymbolTable symbols)
    {
        string rest = format[(at + 1)..];
        if (rest.StartsWith("Gg", StringComparison.Ordinal))
        {
            at += 2;
            return GfpFlags(memory.ReadUInt32(new GuestAddress(value)));
        }

        if (rest is ['s' or 'S', ..])
        {
            at++;
            string symbol = symbols.Format(new GuestAddress(value));
            return rest[0] == 's' ? WithoutOffset(symbol) : symbol;
        }

        return value.ToString("x16", CultureInfo.InvariantCulture);
    }

    private static string WithoutOffset(string symbol)
    {
        int offset = symbol.IndexOf('+', StringComparison.Ordinal);
        int module = symbol.IndexOf(' ', StringComparison.Ordinal);
        return offset < 0 ? symbol : symbol[..offset] + (module < 0 ? "" : symbol[module..]);
    }

    private static string GfpFlags(ulong flags)
    {
        List<string> names = [];
        foreach ((ulong bits, string name) in s_gfpNames)
        {
            if ((flags & bits) == bits)
            {
                names.Add(name);
                flags &= ~bits;
            }
        }

        return flags == 0 && names.Count > 0 ? string.Join('|', names) : string.Join('|', names.Append("0x" + flags.ToString("x", CultureInfo.InvariantCulture)));
    }

    /// <summary>What stands between the percent sign and the value.</summary>
    private readonly record struct Directive(char Kind, int Bytes, int Width, int? Precision, bool Zeros, bool Left, bool Alternate)
    {
        /// <summary>Reads a directive; <paramref name="at"/> goes from the percent sign to its last character.</summary>
        public static Directive Parse(string format, ref int at)
        {
            string flags = Run(format, ref at, "0-#+ ");
            string width = Run(format, ref at, "0123456789");
            string precision = Run(format, ref at, ".") == "." ? Run(format, ref at, "0123456789") : "";
            int bytes = Run(format, ref at, "hlzt") switch
            {
                "hh" => 1,
                "h" => 2,
                "l" or "ll" or "z" or "t" => 8,
                _ => 4,
            };
            at++;
            return new Directive(
                at < format.Length ? format[at] : '%', bytes, ToInt(width) ?? 0, ToInt(precision), flags.Contains('0'), flags.Contains('-'), flags.Contains('#'));
        }

        /// <summary>A number in the base that the directive says.</summary>
        public string Number(ulong value)
        {
            int unused = 64 - (Bytes * 8);
            long signed = unchecked((long)(value << unused)) >> unused;
            ulong plain = value << unused >> unused;
            return Kind switch
            {
                'x' => (Alternate ? "0x" : "") + plain.ToString("x", CultureInfo.InvariantCulture),
                'X' => (Alternate ? "0X" : "") + plain.ToString("X", CultureInfo.InvariantCulture),
                'o' => Convert.ToString(unchecked((long)plain), 8),
                'u' => plain.ToString(CultureInfo.InvariantCulture),
                'c' => ((char)(byte)value).ToString(),
                _ => signed.ToString(CultureInfo.InvariantCulture),
            };
        }

        /// <summary>Fills up to the width.</summary>
        public string Pad(string text)
        {
            if (Left)
            {
                return text.PadRight(Width);
            }

            return Zeros && text is not ['-', ..] ? text.PadLeft(Width, '0') : text.PadLeft(Width);
        }

        private static string Run(string format, ref int at, string allowed)
        {
            int start = at + 1;
            while (at + 1 < format.Length && allowed.Contains(format[at + 1], StringComparison.Ordinal))
            {
                at++;
            }

            return format[start..(at + 1)];
        }

        private static int? ToInt(string digits) => int.TryParse(digits, CultureInfo.InvariantCulture, out int value) ? Math.Min(value, 1024) : null;
    }
}
