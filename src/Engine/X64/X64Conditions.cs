using Iced.Intel;

namespace TriageBot.Engine.X64;

/// <summary>The sixteen conditions of jcc, setcc and cmovcc.</summary>
internal static class X64Conditions
{
    public static bool Holds(ConditionCode condition, Rflags flags)
    {
        bool sign = (flags & Rflags.Sign) != 0;
        bool overflow = (flags & Rflags.Overflow) != 0;
        bool zero = (flags & Rflags.Zero) != 0;
        bool carry = (flags & Rflags.Carry) != 0;
        return condition switch
        {
            ConditionCode.o => overflow,
            ConditionCode.no => !overflow,
            ConditionCode.b => carry,
            ConditionCode.ae => !carry,
            ConditionCode.e => zero,
            ConditionCode.ne => !zero,
            ConditionCode.be => carry || zero,
            ConditionCode.a => !carry && !zero,
            ConditionCode.s => sign,
            ConditionCode.ns => !sign,
            ConditionCode.p => (flags & Rflags.Parity) != 0,
            ConditionCode.np => (flags & Rflags.Parity) == 0,
            ConditionCode.l => sign != overflow,
            ConditionCode.ge => sign == overflow,
            ConditionCode.le => zero || sign != overflow,
            _ => !zero && sign == overflow,
        };
    }
}
