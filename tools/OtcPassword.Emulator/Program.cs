using OtcPassword.Emulator;
using OtcPassword.Emulator.Demo;

return args is ["demo"] ? await DemoCommand.RunAsync() : await ServeCommand.RunAsync(args);
