using System.Globalization;
using System.Text;
using TriageBot.Engine.Machine;
using TriageBot.Engine.Trace;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Modules;

/// <summary>Parses and sets module parameters, at load and through sysfs.</summary>
/// <remarks>Source: <c>parse_args()</c>, <c>param_attr_store()</c> in <c>kernel/params.c</c>; fact M12.</remarks>
internal sealed class ModuleParameters(GuestMachine machine, KernelLog log, ModuleMemory memory)
{
    private const int TextPages = GuestMemory.PageSize;

    /// <summary>Sets the parameters of a load, in order. Unknown ones are ignored with a line.</summary>
    /// <returns>0, or the error of the first that cannot be set.</returns>
    public int Parse(KernelModule module, IReadOnlyList<KeyValuePair<string, string>> arguments)
    {
        foreach ((string name, string text) in arguments)
        {
            ModuleParameter? parameter = module.Definition.Parameters.FirstOrDefault(p => p.Name == name);
            if (parameter is null)
            {
                log.Print($"{module.Name}: unknown parameter '{name}' ignored");
                continue;
            }

            int error = Set(module, parameter, text);
            if (error < 0)
            {
                log.Print($"{module.Name}: `{text}' invalid for parameter `{name}'");
                return error;
            }
        }

        return 0;
    }

    /// <summary>Sets one parameter.</summary>
    /// <returns>0 or a negative errno.</returns>
    public int Set(KernelModule module, ModuleParameter parameter, string text)
    {
        switch (parameter.Kind)
        {
            case ParameterKind.Int when ParseInt(text) is int number:
                Store(module, parameter, number, 4);
                break;
            case ParameterKind.Bool when ParseBool(text) is bool on:
                text = on ? "Y" : "N";
                Store(module, parameter, on ? 1 : 0, 1);
                break;
            case ParameterKind.Charp:
                break;
            case ParameterKind.IntArray when ParseInts(text) is int[] numbers:
                if (StoreAll(module, parameter, numbers) is int error and < 0)
                {
                    return error;
                }

                break;
            case ParameterKind.Callback:
                return CallSetter(module, parameter, text);
            default:
                return Errno.Einval;
        }

        module.SetParameter(parameter.Name, text);
        return 0;
    }

    /// <summary>The text of a parameter as sysfs shows it: that of its variable, which the module's code may have changed, where it has one.</summary>
    /// <returns>Null when it has no way of being read.</returns>
    public string? Get(KernelModule module, ModuleParameter parameter)
    {
        if (parameter.Kind == ParameterKind.Callback)
        {
            return parameter.Get is null ? null : CallGetter(module, parameter.Get);
        }

        if (parameter.Kind is not (ParameterKind.Int or ParameterKind.Bool)
            || parameter.Variable is null
            || ModuleMemory.AddressOf(module, parameter.Variable) is not GuestAddress address)
        {
            return module.Parameter(parameter.Name);
        }

        return parameter.Kind == ParameterKind.Bool
            ? machine.Memory.ReadByte(address) != 0 ? "Y" : "N"
            : unchecked((int)machine.Memory.ReadUInt32(address)).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary><c>kstrtoint()</c> with base 0; null when it is none.</summary>
    public static int? ParseInt(string text)
    {
        string body = text.Trim();
        bool negative = body.StartsWith('-');
        string digits = body.TrimStart('-', '+');
        bool hex = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        bool ok = long.TryParse(hex ? digits.AsSpan(2) : digits, hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out long value);
        value = negative ? -value : value;
        return ok && value is >= int.MinValue and <= int.MaxValue ? (int)value : null;
    }

    /// <summary><c>kstrtobool()</c>; null when it is none.</summary>
    public static bool? ParseBool(string text) => text.Trim() switch
    {
        "1" => true,
        "0" => false,
        ['y' or 'Y' or 't' or 'T', ..] => true,
        ['n' or 'N' or 'f' or 'F', ..] => false,
        ['o' or 'O', 'n' or 'N', ..] => true,
        ['o' or 'O', 'f' or 'F', ..] => false,
        _ => null,
    };

    private void Store(KernelModule module, ModuleParameter parameter, int value, int defaultSize)
    {
        if (parameter.Variable is null || ModuleMemory.AddressOf(module, parameter.Variable) is not GuestAddress address)
        {
            return;
        }

        int size = ModuleMemory.SizeOf(module, parameter.Variable);
        Span<byte> bytes = stackalloc byte[8];
        BitConverter.TryWriteBytes(bytes, (long)value);
        machine.Memory.Write(address, bytes[..(size is 1 or 4 or 8 ? size : defaultSize)]);
    }

    private static int[]? ParseInts(string text)
    {
        int?[] numbers = [.. text.Split(',').Select(ParseInt)];
        return numbers.Contains(null) ? null : [.. numbers.Select(n => n!.Value)];
    }

    /// <summary><c>param_array()</c>.</summary>
    private int StoreAll(KernelModule module, ModuleParameter parameter, int[] numbers)
    {
        if (parameter.Variable is null || ModuleMemory.AddressOf(module, parameter.Variable) is not GuestAddress start)
        {
            return 0;
        }

        int room = ModuleMemory.SizeOf(module, parameter.Variable) / sizeof(int);
        if (numbers.Length > room)
        {
            log.Print($"{parameter.Name}: can only take {room} arguments");
            return Errno.Einval;
        }

        for (int i = 0; i < numbers.Length; i++)
        {
            machine.Memory.WriteUInt32(start + (i * sizeof(int)), unchecked((uint)numbers[i]));
        }

        if (parameter.Count is not null && ModuleMemory.AddressOf(module, parameter.Count) is GuestAddress count)
        {
            machine.Memory.WriteUInt32(count, (uint)numbers.Length);
        }

        return 0;
    }

    private string CallGetter(KernelModule module, string function)
    {
        GuestAddress buffer = machine.Space.Allocate(TextPages, PagePermissions.Read | PagePermissions.Write);
        try
        {
            int length = memory.Call(module, function, buffer.Value, 0);
            return machine.Memory.ReadCString(buffer, Math.Clamp(length, 0, TextPages));
        }
        finally
        {
            machine.Space.Free(buffer);
        }
    }

    private int CallSetter(KernelModule module, ModuleParameter parameter, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length >= TextPages)
        {
            return Errno.Einval;
        }

        GuestAddress buffer = machine.Space.Allocate(TextPages, PagePermissions.Read | PagePermissions.Write);
        try
        {
            machine.Memory.Write(buffer, [.. bytes, 0]);
            return memory.Call(module, parameter.Set, buffer.Value, 0);
        }
        finally
        {
            machine.Space.Free(buffer);
        }
    }
}
