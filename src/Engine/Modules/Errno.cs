namespace TriageBot.Engine.Modules;

/// <summary>Errno values that the modelled paths return, as negative numbers, and their texts.</summary>
public static class Errno
{
    // Source: include/uapi/asm-generic/errno-base.h; the names say it.
    public const int Eperm = -1;
    public const int Enoent = -2;
    public const int Enoexec = -8;
    public const int Eagain = -11;
    public const int Enomem = -12;
    public const int Eacces = -13;
    public const int Efault = -14;
    public const int Ebusy = -16;
    public const int Eexist = -17;
    public const int Enodev = -19;
    public const int Einval = -22;

    /// <summary>The C library's text for a negative errno.</summary>
    public static string Text(int errno) => errno switch
    {
        Eperm => "Operation not permitted",
        Enoent => "No such file or directory",
        -3 => "No such process",
        -4 => "Interrupted system call",
        -5 => "Input/output error",
        Enoexec => "Exec format error",
        Eagain => "Resource temporarily unavailable",
        Enomem => "Cannot allocate memory",
        Eacces => "Permission denied",
        Efault => "Bad address",
        Ebusy => "Device or resource busy",
        Eexist => "File exists",
        Enodev => "No such device",
        Einval => "Invalid argument",
        -34 => "Numerical result out of range",
        -38 => "Function not implemented",
        _ => $"Unknown error {-errno}",
    };
}
